import { testSeeds } from '../chaos/test-seeds';

/** One seed on every change; a few more are in `npm run test:long`, the rest is `npm run chaos`. */
testSeeds([7]);
