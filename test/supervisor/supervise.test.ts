import type { Logger } from '../../contracts/ports/logger';
import type { Exit, RunningProcess } from '../../supervisor/running-process';
import { restartDelay, supervise } from '../../supervisor/supervise';

const log: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A process that ends when the test says so, or when it is asked to. */
function createFakeProcess(pid: number): RunningProcess & { end(exit: Exit): void } {
  let end: (exit: Exit) => void = () => {};
  const exited = new Promise<Exit>((resolve) => {
    end = resolve;
  });
  return { pid, exited, end, kill: (signal) => end({ code: null, signal }) };
}

/** Starts fakes, remembers the waits asked for, and lets the test wait for the n-th start. */
function createScene(failingStarts: number[] = []) {
  const processes: ReturnType<typeof createFakeProcess>[] = [];
  const waits: number[] = [];
  let starts = 0;
  let wake: () => void = () => {};
  return {
    waits,
    options: {
      name: 'fake',
      log,
      start: async () => {
        starts += 1;
        if (failingStarts.includes(starts)) {
          throw new Error('cannot start');
        }
        const running = createFakeProcess(starts);
        processes.push(running);
        wake();
        return running;
      },
      delay: async (milliseconds: number) => void waits.push(milliseconds),
    },
    started: async (count: number) => {
      while (processes.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return processes[count - 1] as ReturnType<typeof createFakeProcess>;
    },
  };
}

test('the first restart is immediate, later ones wait longer and longer up to ten seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 20].map(restartDelay)).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test('a process that dies is started again, with growing waits', async () => {
  const scene = createScene();
  const deaths: number[] = [];
  const supervised = await supervise({ ...scene.options, onDeath: ({ pid }) => deaths.push(pid) > 0 });
  for (const count of [1, 2, 3]) {
    (await scene.started(count)).end({ code: 1, signal: null });
  }
  await scene.started(4);

  expect(deaths).toEqual([1, 2, 3]);
  expect(scene.waits).toEqual([0, 250, 500]);
  await supervised.stop(1_000);
});

test('a restart that fails is tried again', async () => {
  const scene = createScene([2]);
  const supervised = await supervise(scene.options);
  (await scene.started(1)).end({ code: null, signal: 'SIGKILL' });

  expect((await scene.started(2)).pid).toBe(3);
  expect(scene.waits).toEqual([0, 250]);
  await supervised.stop(1_000);
});

test('a first start that fails is told to the caller', async () => {
  await expect(supervise(createScene([1]).options)).rejects.toThrow('cannot start');
});

test('nothing is started again after stop, nor after giving up', async () => {
  const stopped = createScene();
  const supervised = await supervise(stopped.options);
  await supervised.stop(1_000);
  expect(stopped.waits).toEqual([]);

  const givenUp = createScene();
  const hopeless = await supervise({ ...givenUp.options, onDeath: () => false });
  (await givenUp.started(1)).end({ code: 78, signal: null });
  await hopeless.stop(1_000);
  expect(givenUp.waits).toEqual([]);
});
