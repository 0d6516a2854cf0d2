// @sigstore/verify, unmodified: its code for checkpoints and Merkle proofs, on a proof that the service hands out.
import { createHash, createPublicKey } from "node:crypto";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(fileURLToPath(new URL("../npm/package.json", import.meta.url)));
const inside = (file) => require(fileURLToPath(new URL(`../npm/node_modules/@sigstore/verify/dist/${file}`, import.meta.url)));
const { verifyCheckpoint } = inside("timestamp/checkpoint.js");
const { verifyMerkleInclusion } = inside("timestamp/merkle.js");

const base = process.env.CASEROOM_URL;
const headers = { authorization: `Bearer ${process.env.CASEROOM_TOKEN}` };

async function get(path) {
  const answer = await fetch(base + path, { headers });
  if (answer.status !== 200) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer;
}

/** A key name+hash+key as the library holds one. */
function authority(text) {
  const [name, hash, ...rest] = text.split("+");
  const key = Buffer.from(rest.join("+"), "base64");
  // The frame of an ed25519 key (RFC 8410) before its 32 bytes.
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.subarray(1)]);
  return {
    logID: Buffer.from(hash, "hex"),
    publicKey: createPublicKey({ key: spki, format: "der", type: "spki" }),
    baseURL: name,
    validFor: { start: new Date(0), end: new Date(8.64e15) },
  };
}

function entry(leaf, index, size, root, path, note) {
  return {
    integratedTime: String(Math.floor(Date.now() / 1000)),
    canonicalizedBody: Buffer.from(leaf, "utf8"),
    inclusionProof: {
      logIndex: String(index),
      treeSize: String(size),
      rootHash: Buffer.from(root, "base64"),
      hashes: path.map((hash) => Buffer.from(hash, "base64")),
      checkpoint: { envelope: note },
    },
  };
}

function refused(what, work) {
  try {
    work();
  } catch {
    return;
  }
  throw new Error(`${what} was taken for good`);
}

const proved = await (await get(`/api/audit/proofs/${encodeURIComponent(process.env.CASEROOM_EVENT)}`)).json();
const [origin, size, root] = proved.checkpoint.split("\n");
const keys = [authority(proved.key)];
if (keys[0].baseURL !== origin) {
  throw new Error(`The key is of ${keys[0].baseURL}, and the checkpoint of ${origin}`);
}
const good = entry(proved.leaf, proved.seq, size, root, proved.path, proved.checkpoint);
verifyCheckpoint(good, keys);
verifyMerkleInclusion(good);
refused("another leaf", () =>
  verifyMerkleInclusion(entry(`${proved.leaf} `, proved.seq, size, root, proved.path, proved.checkpoint)));
refused("another size", () =>
  verifyCheckpoint(
    entry(proved.leaf, proved.seq, size, root, proved.path, proved.checkpoint.replace(`\n${size}\n`, `\n${size}0\n`)),
    keys,
  ));

// The same root out of the tiles alone, hashed by Node.js.
const note = await (await get("/tlog/checkpoint")).text();
const [, count, expected] = note.split("\n");
let hashes = [];
for (let tile = 0; tile * 256 < Number(count); tile++) {
  const width = Math.min(256, Number(count) - tile * 256);
  const bytes = Buffer.from(
    await (await get(`/tlog/tile/0/${String(tile).padStart(3, "0")}${width < 256 ? `.p/${width}` : ""}`)).arrayBuffer(),
  );
  for (let at = 0; at < bytes.length; at += 32) {
    hashes.push(bytes.subarray(at, at + 32));
  }
}
function merkle(list) {
  if (list.length === 1) {
    return list[0];
  }
  let split = 1;
  while (split * 2 < list.length) {
    split *= 2;
  }
  return createHash("sha256")
    .update(Buffer.concat([Buffer.of(1), merkle(list.slice(0, split)), merkle(list.slice(split))]))
    .digest();
}
if (merkle(hashes).toString("base64") !== expected) {
  throw new Error("The tiles do not lead to the root of the checkpoint");
}
