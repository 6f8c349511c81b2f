import { parseArgs } from 'node:util';
import { measure } from './measure';
import { median, type Sample } from './metrics';
import { SHAPES, type Shape } from './shapes';
import { startOurs } from './start-ours';
import { createTemporaryFolder } from './temporary-folder';
import { withCleanUp } from './with-clean-up';

/** What a budget may add to the time of a step. */
const MOST = 1.05;

/**
 * What a budget costs: three agents in a row without one and with one that limits everything, on the same worker and in
 * turn. Prints the median of the rounds' ratios. (What a month uses is counted in both.)
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
  const three = SHAPES.find(({ id }) => id === 'three') as Shape;
  const budget = { cost: { amount: '1000', currency: 'EUR' }, tokens: 1_000_000, calls: 1_000, time: '1h', warnAt: 0.9 };
  const off = { ...three, id: 'ledgerOff', title: 'ledger off' };
  const on = { ...three, id: 'ledgerOn', title: 'ledger on', budget };

  await withCleanUp(async (defer) => {
    const { server, subject } = await startOurs(defer, createTemporaryFolder(defer, 'ledger'));
    const samples: Record<'off' | 'on', Sample>[] = [];
    for (let round = 0; round <= Number(values.rounds); round++) {
      const shapes = round % 2 === 0 ? [off, on] : [on, off];
      const measured = new Map<Shape, Sample>();
      for (const shape of shapes) measured.set(shape, await measure(server, subject, shape));
      // Round 0 warms up and is not counted.
      if (round > 0) samples.push({ off: measured.get(off) as Sample, on: measured.get(on) as Sample });
    }
    report(samples);
  });
}

function report(samples: Record<'off' | 'on', Sample>[]): void {
  for (const metric of ['stepMilliseconds', 'writeMilliseconds', 'workerProcessor', 'writesPerCall'] as const) {
    const of = (which: 'off' | 'on') => median(samples.map((sample) => sample[which][metric])) ?? Number.NaN;
    const ratio = median(samples.map(({ off, on }) => (on[metric] ?? Number.NaN) / (off[metric] ?? Number.NaN))) ?? Number.NaN;
    const verdict = metric === 'stepMilliseconds' ? (ratio <= MOST ? 'ok    ' : 'MISSED') : '      ';
    console.log(`${verdict} ${metric}: off ${of('off').toFixed(2)}, on ${of('on').toFixed(2)}, ratio ${ratio.toFixed(3)}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
