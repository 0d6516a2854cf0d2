package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.caseroom.base.Json;
import org.caseroom.base.OutboundAddresses;
import org.caseroom.base.Problem;

/**
 * Talks to push gateways. Their addresses are what users say, so no connection is made to an
 * address that the service may not be sent to, and no redirection is followed.
 */
final class Gateway implements AutoCloseable {
  private static final Timeout CONNECT = Timeout.ofSeconds(10);
  private static final Timeout ANSWER = Timeout.ofSeconds(20);
  private static final int MAX_ANSWER_BYTES = 65_536;

  /**
   * What a gateway answered.
   *
   * @param taken whether it took the notification
   * @param rejected the keys that it wants no more notifications for
   */
  record Answer(boolean taken, Set<String> rejected) {
    static final Answer NONE = new Answer(false, Set.of());
  }

  private final CloseableHttpClient client;

  Gateway(OutboundAddresses addresses, int connections, int connectionsEach) {
    client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(resolver(addresses))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT)
                            .setSocketTimeout(ANSWER)
                            .build())
                    .setMaxConnTotal(connections)
                    .setMaxConnPerRoute(connectionsEach)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(ANSWER)
                    .setConnectionRequestTimeout(ANSWER)
                    .build())
            .setUserAgent("Caseroom")
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableAutomaticRetries()
            .build();
  }

  private static DnsResolver resolver(OutboundAddresses addresses) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        return addresses.resolve(host).toArray(InetAddress[]::new);
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }

  /**
   * Sends a notification and waits for the answer.
   *
   * @throws IOException when there is none
   */
  Answer send(String url, ObjectNode payload) throws IOException {
    HttpPost request = new HttpPost(url);
    request.setEntity(new ByteArrayEntity(Json.writeBytes(payload), ContentType.APPLICATION_JSON));
    return client.execute(request, Gateway::answer);
  }

  private static Answer answer(ClassicHttpResponse response) throws IOException {
    if (response.getCode() / 100 != 2) {
      return Answer.NONE;
    }
    Set<String> rejected = new HashSet<>();
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      try (InputStream body = entity.getContent()) {
        for (JsonNode key : json(body.readNBytes(MAX_ANSWER_BYTES)).path("rejected")) {
          rejected.add(key.asText());
        }
      }
    }
    return new Answer(true, rejected);
  }

  /** An answer that is no JSON says nothing about keys. */
  private static JsonNode json(byte[] body) {
    try {
      return Json.parse(body);
    } catch (Problem noJson) {
      return Json.object();
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
