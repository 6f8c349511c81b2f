import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMIT } from '../../contracts/constants';
import { toSocketEvent } from '../../contracts/events';
import { agentDelta, feedEvent } from '../../contracts/feed-events';
import { type EventReader, readEvents } from './harness/event-reader';
import { appendSteps, endExecution, putExecution } from './harness/put-execution';
import { startApi } from './harness/start-api';

const PAGE = readFileSync(join(__dirname, '../../docs/realtime.md'), 'utf8');
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`$`, 'gm'))].map(([, text]) => String(text));
const rowOf = (name: string) => PAGE.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';

interface Shape {
  type: { value: string };
  [field: string]: unknown;
}
const TYPES = (feedEvent as unknown as { options: { shape: Shape }[] }).options.map(({ shape }) => shape);

it('has events and deltas that are ones', () => {
  expect(blocks('json event')).not.toEqual([]);
  for (const text of blocks('json event')) expect(feedEvent.parse(JSON.parse(text))).toEqual(JSON.parse(text));
  for (const text of blocks('json delta')) expect(agentDelta.parse(JSON.parse(text))).toEqual(JSON.parse(text));
});

it('names every type of event with every field, and the socket event that carries it', () => {
  const common = ['seq', 'type', 'at', 'executionId', 'stepPath', 'superstep', 'truncated'];
  for (const { type, ...fields } of TYPES) {
    const row = rowOf(type.value);
    expect(Object.keys(fields).filter((field) => !common.includes(field) && !row.includes(field))).toEqual([]);
    expect(rowOf(toSocketEvent(type.value as never))).toMatch(new RegExp(`\`${type.value}\``));
  }
});

it('tells the limits that hold', () => {
  const written = (limit: number) => limit.toLocaleString('en');
  expect(rowOf('stepCompleted')).toContain(written(LIMIT.eventOutputText));
  expect(rowOf('messageAdded')).toContain(written(LIMIT.eventMessageText));
  expect(rowOf('toolCompleted')).toContain(written(LIMIT.eventToolResult));
});

it('shows a block of a stream as it is sent', async () => {
  const api = await startApi();
  await putExecution(api, 'exe_1');
  await api.executions.appendFacts('local', 'exe_1', [{ type: 'executionStarted' }]);
  await endExecution(api, 'exe_1');
  const answer = await api.call('GET', '/api/v1/executions/exe_1/events', { headers: { accept: 'text/event-stream' } });
  const shape = (text: string) =>
    text.replaceAll(/"(at|workflowId)":("[^"]*"|null)|"workflowRevision":(\d+|null)/g, '').replaceAll(/,+/g, ',');
  const [block] = answer.text.split('\n\n');
  const [shown] = blocks('sse');
  expect(shape(String(block)).split('\n').slice(0, 2)).toEqual(String(shown).split('\n').slice(0, 2));
  expect(Object.keys(JSON.parse(String(block?.split('data: ')[1]))).toSorted()).toEqual(
    Object.keys(JSON.parse(String(shown?.split('data: ')[1]))).toSorted(),
  );
  await api.close();
});

it('resumes as it says: the same stream again from Last-Event-ID, and 204 at the end', async () => {
  const api = await startApi();
  await putExecution(api, 'exe_1');
  await appendSteps(api, 'exe_1', 0, 2);
  await endExecution(api, 'exe_1');
  const open = (last: number): Promise<EventReader> =>
    readEvents(`${api.url}/api/v1/executions/exe_1/events?after=0`, { headers: { 'last-event-id': String(last) } });
  const rest = await open(1);
  await rest.end();
  expect(rest.seqs()).toEqual([2, 3]);
  expect((await open(3)).status).toBe(204);
  await api.close();
});
