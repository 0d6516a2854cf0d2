// A bot outside of Caseroom: `?EHCP`, or "what does EHCP mean?", and it says what the word means. (Words with ! are for
// the bots of the house.)
// Caseroom sends it what is said in its rooms (PUT /_matrix/app/v1/transactions/{id}); it answers with ordinary requests.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const here = new URL(".", import.meta.url);
const words = JSON.parse(readFileSync(new URL("words.json", here), "utf8"));
const registration = readFileSync(process.env.REGISTRATION ?? new URL("registration.yaml", here), "utf8");
const setting = (name) => registration.match(new RegExp(`^${name}: *"([^"]*)"`, "m"))[1];
const caseroom = process.env.CASEROOM_URL ?? "http://127.0.0.1:8080";
const me = { token: setting("as_token"), id: "" };

/** Asks Caseroom for something, as the bot. */
async function ask(method, path, body) {
  const answer = await fetch(`${caseroom}/_matrix/client/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${me.token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** What to answer to a text; nothing to most of them. */
export function answer(text) {
  const all = `I know these words: ${Object.keys(words).join(", ")}. Write: ?EHCP`;
  if (/^\?words?\s*$/i.test(text)) return all;
  const found = text.match(/^\?\s*([\w-]+)\s*$/) ?? text.match(/\bwhat (?:does|is an?) (\S+?)(?: mean)?\s*\?/i);
  if (!found) return undefined;
  const word = found[1].toUpperCase();
  if (words[word]) return `${word}: ${words[word]}`;
  return text.startsWith("?") ? `I do not know ${word}. Ask your worker, or in a question. ${all}` : undefined;
}

async function take(event) {
  const room = encodeURIComponent(event.room_id);
  if (event.type === "m.room.member" && event.state_key === me.id && event.content.membership === "invite") {
    await ask("POST", `/rooms/${room}/join`, {});
  }
  if (event.type !== "m.room.message" || event.sender === me.id || event.content.msgtype !== "m.text") return;
  const body = answer(event.content.body ?? "");
  if (!body) return;
  // The transaction id follows from the event: what comes twice is answered once.
  await ask("PUT", `/rooms/${room}/send/m.room.message/${encodeURIComponent(event.event_id)}`, {
    msgtype: "m.notice",
    body,
    "m.relates_to": { "m.in_reply_to": { event_id: event.event_id } },
  });
}

const server = createServer(async (request, response) => {
  const reply = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (request.headers.authorization !== `Bearer ${setting("hs_token")}`) return reply(403, { errcode: "M_FORBIDDEN" });
  try {
    let text = "";
    for await (const piece of request) text += piece;
    await me.known;
    if (request.method === "PUT" && request.url.includes("/transactions/")) {
      // In order, and 200 only when all is done: Caseroom sends again what was not.
      for (const event of JSON.parse(text).events) await take(event);
      return reply(200, {});
    }
    return request.url.endsWith("/ping") ? reply(200, {}) : reply(404, { errcode: "M_NOT_FOUND" });
  } catch (error) {
    console.error(error.message);
    return reply(500, { errcode: "M_UNKNOWN" });
  }
});

// It listens before it asks who it is: Caseroom sends what waits as soon as it hears from the bot.
const { hostname, port } = new URL(setting("url"));
server.listen(Number(port), hostname, () => {
  me.known = ask("GET", "/account/whoami").then((who) => {
    me.id = who.user_id;
    console.log(`${me.id} listens on port ${port}`);
  });
});
