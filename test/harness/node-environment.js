const { dirname } = require('node:path');
const { setFlagsFromString } = require('node:v8');

// The one that jest itself brings.
const environment = require.resolve('jest-environment-node', { paths: [dirname(require.resolve('jest/package.json'))] });

/**
 * A worker that ends by itself frees all that its test files have held, piece by piece; with engines and bundles that
 * takes longer than the half second after which jest kills it and says that something leaks. What is still open keeps
 * it from getting here, so a leak is told as before.
 */
if (process.send !== undefined) process.once('beforeExit', () => process.exit());

// Temporal's SDK takes a stack for every promise in a workflow; frames nobody reads are a third of the time of a replay.
setFlagsFromString('--stack-trace-limit=3');

module.exports = require(environment);
