package org.caseroom.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.reports.Paged;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** One request: who calls, where, with what. */
final class ApiCall {
  /**
   * What an act answers with.
   *
   * @param eventId the event that the act became
   * @param roomId where it is
   * @param stateKey its state key, such as the number of a decision; null for messages
   * @param summary the case as it stands now
   */
  record Done(
      String eventId,
      String roomId,
      @Nullable String stateKey,
      @com.fasterxml.jackson.annotation.JsonProperty("case") CaseSummary summary) {}

  private final Context ctx;
  private final ApiServices services;
  private final @Nullable Account caller;

  ApiCall(Context ctx, ApiServices services, @Nullable Account caller) {
    this.ctx = ctx;
    this.services = services;
    this.caller = caller;
  }

  /** Who calls; null for a call without a token. */
  @Nullable Account callerOrNull() {
    return caller;
  }

  /** Who calls. */
  Account caller() {
    if (caller == null) {
      throw Problem.of(
          401,
          "M_MISSING_TOKEN",
          "Sign in first: send the Matrix access token as 'Authorization: Bearer <token>'.");
    }
    return caller;
  }

  /** The caller's user id. */
  UserId by() {
    return caller().id();
  }

  /** Refuses everybody who is not an administrator. */
  Account administrator() {
    Account account = caller();
    if (!account.is(Role.ADMINISTRATOR)) {
      throw Problem.forbidden("This is for administrators.");
    }
    return account;
  }

  /** Refuses families, members of the public and bots. */
  Account staff() {
    Account account = caller();
    if (!account.isStaff()) {
      throw Problem.forbidden("This is for staff.");
    }
    return account;
  }

  /** A part of the path. */
  String path(String name) {
    return ctx.pathParam(name);
  }

  /** The case that the path names. */
  String reference() {
    return path("reference");
  }

  /** A query parameter. */
  String query(String name) {
    String value = ctx.queryParam(name);
    if (value == null || value.isBlank()) {
      throw Problem.missingParam("Add ?" + name + "=... to the address.");
    }
    return value;
  }

  /** A query parameter that may be there. */
  @Nullable String optionalQuery(String name) {
    String value = ctx.queryParam(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** The page of a list that is asked for: {@code page} from 1, {@code size} rows. */
  Paged.Wanted page() {
    return Paged.Wanted.of(optionalQuery("page"), optionalQuery("size"));
  }

  /**
   * Rows as they are asked for: a page of JSON, or with {@code format=csv} a file of them all.
   *
   * @param name the file's name
   */
  <T extends Record> Object rows(String name, Class<T> type, List<T> rows) {
    return wantsCsv() ? ApiCsv.of(name, type, rows) : Paged.of(rows, page());
  }

  /** Whether a CSV file is asked for. */
  boolean wantsCsv() {
    String format = optionalQuery("format");
    if (format != null && !format.equals("csv") && !format.equals("json")) {
      throw Problem.invalidParam("'format' is json or csv.");
    }
    return "csv".equals(format);
  }

  /** The address that the call comes from. */
  String address() {
    return address(ctx);
  }

  /** The client's address: the front door sets it, and drops what clients claim. */
  static String address(Context ctx) {
    String forwarded = ctx.header("X-Forwarded-For");
    return forwarded == null ? ctx.ip() : forwarded.split(",", 2)[0].strip();
  }

  /** The body, a JSON object. */
  Body body() {
    return new Body(Json.parseObject(ctx.bodyAsBytes()));
  }

  /** No body at all, or an empty object. */
  void noBody() {
    if (ctx.bodyAsBytes().length > 0) {
      body().end();
    }
  }

  /** What an act answers with. */
  Done done(Event event) {
    return done(event, reference());
  }

  /** As {@link #done(Event)}, about a case that the address does not name. */
  Done done(Event event, String reference) {
    return new Done(
        event.id().value(),
        event.room().value(),
        event.stateKey(),
        services.cases().cases().summary(by(), reference));
  }

  /** An object for an answer. */
  static ObjectNode object() {
    return Json.object();
  }
}
