import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { JsonObject } from '../../contracts/json';
import { EXAMPLES } from '../../examples';
import { waitUntil } from '../../runtime/wait-until';
import { decideApproval } from '../harness/decide-approval';
import { createEngineRig, type EngineRig, type Finished, type Run } from '../harness/engine-rig';

let rig: EngineRig;
/** Every example, run by the scripted model with the input that its form offers. */
const finished: Record<string, Finished> = {};

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents(...EXAMPLES.agents.map((agent) => ({ ...agent, model: { provider: 'scripted', name: 'demo' } })));
  await rig.workflows(...EXAMPLES.workflows);
  const runs = EXAMPLES.workflows.map(async ({ name, root, inputSchema }) => {
    const run = await rig.start(root, sampleInput(inputSchema as JsonObject));
    if (name === 'Press release') await approve(run);
    finished[name] = await run.finished();
  });
  await Promise.all(runs);
});
afterAll(() => rig.close());

/** A person says yes. */
async function approve(run: Run): Promise<void> {
  const asked = async () => (await run.feed()).find((event) => event.type === 'approvalRequested');
  await waitUntil(async () => (await asked()) !== undefined, 20_000, 'Nobody was asked');
  await decideApproval(rig, run, (await asked())?.approvalId ?? '', { decision: 'approve' });
}

function sampleInput({ properties }: JsonObject): JsonObject {
  const fields = Object.entries(properties as Record<string, { examples?: string[] }>);
  return Object.fromEntries(fields.map(([name, { examples }]) => [name, examples?.[0] ?? 'How lighthouses changed seafaring']));
}

const of = (name: string): Finished => finished[name] as Finished;
const data = (name: string) => of(name).execution.output?.data;
const text = (name: string) => of(name).execution.output?.text ?? '';
const steps = (name: string) => of(name).events.flatMap((event) => (event.type === 'stepCompleted' ? [event.stepPath] : []));
const files = async (name: string) =>
  (await rig.executions.listArtifacts(LOCAL_ORGANIZATION, of(name).execution.id)).map((file) => file.name);

it.each(EXAMPLES.workflows.map(({ name }) => name))('"%s" completes without a failure or a failed tool', (name) => {
  const { execution, events } = of(name);
  expect(execution).toMatchObject({ status: 'completed', error: null });
  expect(events.filter((event) => event.type === 'stepFailed' || (event.type === 'toolCompleted' && event.error !== undefined))).toEqual(
    [],
  );
  expect(text(name)).not.toBe('');
});

it('measures a text before it is judged', () => {
  expect(steps('Readability check')).toEqual(['check/measure', 'check/advise', 'check']);
});

it('combines three views into one', () => {
  const { messages } = of('Three views of a plan');
  const read = messages.find(({ thread, index }) => thread === 'views' && index === 0)?.text;
  expect(read).toMatch(/^customers: \[scripted\][\s\S]*\n\nengineering: \[scripted\][\s\S]*\n\nfinance: \[scripted\]/);
});

it('releases what a person has agreed to', async () => {
  expect(await files('Press release')).toEqual(['press-release.md']);
});

it('has votes that are votes', () => {
  const { winner, votes } = data('Moderate a comment by vote') as { winner: string; votes: Record<string, number> };
  expect(['[scripted] keep', '[scripted] remove']).toContain(winner);
  expect(Object.values(votes).reduce((sum, count) => sum + count, 0)).toBe(3);
});

it('ends a meeting when its chair says so, after everyone has spoken', () => {
  expect(data('Planning meeting')).toEqual({ rounds: 3, stoppedBy: 'manager', lastSpeaker: 'secretary' });
  expect(data('Debate')).toEqual({ rounds: 9, stoppedBy: 'maxRounds', lastSpeaker: 'moderator' });
});

it('hands over to whom the problem is for', () => {
  expect(data('IT help desk')).toMatchObject({ agent: 'network', handoffs: [{ from: 'first_line', to: 'network' }] });
});

it('plans an outing: facts, a plan, each of the team once, and an answer', () => {
  expect(data('Plan an outing')).toEqual({
    rounds: 2,
    replans: 0,
    facts: expect.stringMatching(/^\[scripted\] .*rowing club/),
    plan: expect.stringMatching(/^\[scripted\] .*rowing club/),
  });
  const { messages } = of('Plan an outing');
  expect(messages.filter(({ thread, role }) => thread === 'outing' && role === 'assistant').map(({ agent }) => agent)).toEqual([
    'scout',
    'treasurer',
    'Outing leader',
  ]);
});

it('takes the way that fits the letter', () => {
  expect(steps('Sort enquiries')).toEqual(['enquiry/sort', 'enquiry/answer/loan', 'enquiry/answer', 'enquiry']);
});

it('refines until the score is good enough, and gives the work, not the judgement', () => {
  expect(steps('Refine a slogan')).toContain('slogan/refine/pass#2/judge');
  expect(steps('Refine a slogan')).not.toContain('slogan/refine/pass#3');
  expect(text('Refine a slogan')).toMatch(/^\[scripted\] “A night ferry/);
});

it('writes every chapter of an outline and keeps the report', async () => {
  expect(steps('Report chapter by chapter')).toEqual(expect.arrayContaining([1, 2, 3].map((n) => `report/chapters/write#${n}`)));
  expect(await files('Report chapter by chapter')).toEqual(['report.md']);
});

it('runs a newsroom: parallel research, a loop of writer and critic, a chat of editors', async () => {
  expect(steps('Newsroom')).toEqual(
    expect.arrayContaining(['newsroom/research/voices', 'newsroom/article/draft#2/judge', 'newsroom/keep', 'newsroom/desk', 'newsroom']),
  );
  expect(data('Newsroom')).toEqual({ rounds: 3, stoppedBy: 'manager', lastSpeaker: 'news_editor' });
  expect(await files('Newsroom')).toEqual(['article.md']);
});

it('cares for a customer: handoff, a tool, a record, and work for a person', async () => {
  const { messages } = of('Customer care desk');
  expect(messages.filter(({ thread, role }) => thread === 'care/desk' && role === 'assistant').map(({ agent }) => agent)).toEqual([
    'reception',
    'returns',
    'returns',
  ]);
  expect(await files('Customer care desk')).toEqual(['follow-up.md', 'notes.md']);
});

it('decides: three analyses, a vote, a memo that says what won', () => {
  const { messages } = of('Decision with a vote');
  const memo = messages.find(({ thread, index }) => thread === 'decision/memo' && index === 0)?.text;
  expect(memo).toMatch(/^Question: Should our bakery .*\nDecision: \[scripted\] (yes|no|wait)\nVotes: \{".*\}\n\nAnalyses:\n\[scripted\]/);
});

it('runs one workflow in another, which gets the input that it asks for', () => {
  expect(steps('Leaflet in two languages')).toEqual(['both/original', 'both/french', 'both/result', 'both']);
  expect(of('Leaflet in two languages').execution.usage.calls).toBe(3);
});
