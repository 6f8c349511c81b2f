import { message as messageSchema } from '../../contracts/entities';
import type { Finished } from '../harness/engine-rig';

/**
 * What is true of every record that a completed execution leaves: a dense feed with one end, steps that begin and end
 * inside of each other, dense supersteps, and threads without gaps whose messages are the feed's.
 */
export function expectWholeRecord({ events, messages, execution }: Finished): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, position) => position + 1));
  expect(events.map(({ type }) => type).indexOf('executionEnded')).toBe(events.length - 1);
  expect(events[0]?.type).toBe('executionStarted');
  for (const event of events) {
    expect(event.executionId).toBe(execution.id);
    if (event.stepPath !== undefined) expect(event.stepPath).toMatch(/^[A-Za-z_]\w*(#[1-9]\d*)?(\/[A-Za-z_]\w*(#[1-9]\d*)?)*$/);
  }

  const places = new Map<string, { started: number; ended: number }>();
  for (const { type, stepPath, seq } of events) {
    if (stepPath === undefined) continue;
    if (type === 'stepStarted') {
      expect(places.has(stepPath)).toBe(false);
      places.set(stepPath, { started: seq, ended: 0 });
    }
    const place = places.get(stepPath);
    if (type === 'stepCompleted' && place !== undefined) {
      expect(place.ended).toBe(0);
      place.ended = seq;
    }
  }
  for (const [path, { started, ended }] of places) {
    expect(ended).toBeGreaterThan(started);
    const parent = places.get(path.split('/').slice(0, -1).join('/'));
    if (parent === undefined) continue;
    expect(parent.started).toBeLessThan(started);
    expect(parent.ended).toBeGreaterThan(ended);
  }

  const supersteps = events.flatMap((event) => (event.type === 'superstepCommitted' ? [event.superstep] : []));
  expect(supersteps).toEqual(supersteps.map((_, position) => position + 1));

  for (const message of messages) expect(messageSchema.strict().parse(message)).toEqual(message);
  for (const name of new Set(messages.map(({ thread }) => thread))) {
    const indexes = messages.filter(({ thread }) => thread === name).map(({ index }) => index);
    expect(indexes.sort((one, other) => one - other)).toEqual(indexes.map((_, position) => position));
  }
  expect(messages.map(({ seq }) => seq)).toEqual([...messages.map(({ seq }) => seq)].sort((x, y) => x - y));
  const told = events.flatMap((event) => (event.type === 'messageAdded' ? [event.message] : []));
  expect(told).toEqual(messages);
}
