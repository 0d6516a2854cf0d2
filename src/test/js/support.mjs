// What the scripts of this folder share. The libraries are installed in ../npm.
import { webcrypto } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// Newer libraries use what Node.js has from version 20 or 22 on; Debian 12 has 18.
globalThis.crypto ??= webcrypto;
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const installed = createRequire(new URL("../npm/package.json", import.meta.url));

/** Loads an installed library, whichever kind of module it is. */
export async function load(name) {
  const module = await import(pathToFileURL(installed.resolve(name)).href);
  return module.default && Object.keys(module).length <= 2 ? module.default : module;
}

/** The service and the two people, as the test that starts this script names them. */
export function given() {
  const { CASEROOM_URL, CASEROOM_ALICE, CASEROOM_BOB, CASEROOM_PASSWORD } = process.env;
  return {
    url: CASEROOM_URL,
    alice: CASEROOM_ALICE,
    bob: CASEROOM_BOB,
    password: CASEROOM_PASSWORD,
  };
}

/** Waits until a function gives something that counts as true, and gives that back. */
export async function until(what, probe, millis = 20_000) {
  const end = Date.now() + millis;
  for (;;) {
    const found = await probe();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`Waited in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Runs named steps in order and tells which one fails. */
export async function steps(list) {
  for (const [name, step] of Object.entries(list)) {
    try {
      await step();
      console.log(`ok ${name}`);
    } catch (error) {
      console.error(`failed: ${name}`);
      console.error(error?.body ?? error);
      process.exit(1);
    }
  }
  process.exit(0);
}
