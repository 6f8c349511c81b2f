import type { Execution } from '../../client';
import { runBulk, toTargets } from '../../web/src/features/executions/model/bulk';
import { RUNNING } from '../client/fakes/events';

const row = (id: string, changes: Partial<Execution> = {}): Execution => ({ ...RUNNING, id, name: id, ...changes });

describe('a command for several executions', () => {
  it('goes only to those it makes sense for', () => {
    const chosen = [
      row('open'),
      row('stopping', { cancelRequestedAt: '2026-11-24T12:00:00.000Z' }),
      row('failed', { status: 'failed' }),
      row('done', { status: 'completed' }),
    ];
    expect(toTargets('cancel', chosen).map(({ id }) => id)).toEqual(['open']);
    expect(toTargets('retry', chosen).map(({ id }) => id)).toEqual(['failed']);
  });

  it('is done for all of them, a few at a time, and tells which failed', async () => {
    let atOnce = 0;
    let most = 0;
    const targets = Array.from({ length: 20 }, (_, index) => row(`e${index}`));
    const result = await runBulk(
      'cancel',
      targets,
      async ({ id }) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise(setImmediate);
        atOnce -= 1;
        if (id === 'e3') throw new Error('It has ended');
      },
      4,
    );
    expect(result).toEqual({ command: 'cancel', done: 19, failures: [{ name: 'e3', message: 'It has ended' }] });
    expect(most).toBe(4);
  });
});
