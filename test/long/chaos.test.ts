import { testSeeds } from '../chaos/test-seeds';

/** One seed is in `npm test`, and many are in `npm run chaos`. */
testSeeds([11, 23, 41]);
