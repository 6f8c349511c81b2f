import { testSeeds } from '../chaos/test-seeds';

/** A few seeds on every change; one more is in `npm run test:long`, the rest is `npm run chaos`. */
testSeeds([7, 11, 23]);
