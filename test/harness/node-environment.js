const { dirname } = require('node:path');

// The one that jest itself brings.
const environment = require.resolve('jest-environment-node', { paths: [dirname(require.resolve('jest/package.json'))] });

/**
 * A worker that ends by itself frees all that its test files have held, piece by piece; with engines and bundles that
 * takes longer than the half second after which jest kills it and says that something leaks. What is still open keeps
 * it from getting here, so a leak is told as before.
 */
if (process.send !== undefined) process.once('beforeExit', () => process.exit());

module.exports = require(environment);
