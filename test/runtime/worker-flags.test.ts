import { scripts } from '../../package.json';
import { WORKER_FLAGS } from '../../runtime/worker-flags';

test('a worker that is started by hand has the same arguments as one of ours', () => {
  expect(scripts.worker).toBe(`node ${WORKER_FLAGS.join(' ')} --import tsx workers/main.ts`);
});
