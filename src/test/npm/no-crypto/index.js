// Names can be asked for, as libraries do when they are loaded. Nothing encrypts.
module.exports = new Proxy(
  {},
  {
    get: (none, name) =>
      name === "__esModule"
        ? undefined
        : class {
            constructor() {
              throw new Error(`There is no end-to-end encryption in these tests (${String(name)}).`);
            }
          },
  },
);
