import { testSeeds } from '../chaos/test-seeds';

/** Three seeds are in `npm test`, and many are in `npm run chaos`. */
testSeeds([41]);
