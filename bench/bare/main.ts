import type { Activities } from '../../contracts/activities';
import { createInstantModel } from '../instant-model';
import { runBenchWorker } from '../run-bench-worker';
import { createBareActivities } from './activities';

runBenchWorker(async () => ({
  // The worker's settings name our activities; it runs any.
  activities: createBareActivities(createInstantModel()) as unknown as Activities,
  countWrites: () => ({}),
}));
