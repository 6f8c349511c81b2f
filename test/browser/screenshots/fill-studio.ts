import type { Client, JsonObject, Workflow } from '../../../client';
import { LONG_WORD } from '../nasty-texts';

/** Executions to take pictures of, by what they show. */
export interface Scene {
  article: string;
  debate: string;
  newsroom: string;
  helpDesk: string;
  desk: string;
  decision: string;
  /** Of the debate, with an edit. */
  fork: string;
  paused: string;
  failed: string;
  /** With texts, words and names as long as they may be. */
  long: string;
  workflow: string;
  agent: string;
}

const LONG_NAME = `An execution whose name is as long as a name may be, ${'and longer '.repeat(13)}`.slice(0, 200);

/** Runs the examples of a new Studio and what else there is to see; resolves when all of it has come as far as it should. */
export async function fillStudio(client: Client): Promise<Scene> {
  const workflows = new Map((await client.workflows.list({ limit: 200 })).items.map((workflow) => [workflow.name, workflow]));
  const run = async (name: string) =>
    (await client.workflows.execute(find(workflows, name).id, toExample(find(workflows, name)))).executionId;
  const ended = async (id: string) => {
    await client.executions.result(id).catch(() => undefined);
    return id;
  };
  const agent = (await client.agents.list({ limit: 200 })).items.find(({ name }) => name === 'Debate moderator');
  const asking = await client.workflows.create({
    name: 'Refund',
    root: {
      id: 'refund',
      type: 'approval',
      prompt: 'The customer wants **49.00 EUR** back for a broken handle. May we pay?',
      assignees: ['role:support'],
      timeout: '2h',
      onTimeout: 'reject',
      form: {
        type: 'object',
        properties: { amount: { type: 'number', title: 'Amount' }, why: { type: 'string', title: 'Why' } },
        required: ['amount'],
      },
    },
  });
  const broken = await client.agents.create({
    name: 'Never done',
    instructions: 'Ask again.',
    tools: ['text_statistics'],
    limits: { maxTurns: 1 },
  });
  const failing = await client.workflows.create({ name: 'One turn too few', root: { id: 'answer', type: 'agent', agent: broken.id } });
  const lengthy = await client.workflows.create({
    name: LONG_NAME,
    root: { id: 'answer', name: LONG_NAME, type: 'agent', agent: broken.id },
  });
  await decideOne(client, (await client.workflows.execute(asking.id)).executionId);
  await client.workflows.execute(asking.id);

  const [article, debate, newsroom, helpDesk, desk, decision, failed, long] = await Promise.all([
    run('Research, write, review').then(ended),
    run('Debate').then(ended),
    run('Newsroom').then(ended),
    run('IT help desk').then(ended),
    run('Customer care desk').then(ended),
    run('Decision with a vote').then(ended),
    client.workflows.execute(failing.id, 'How long is this?').then(({ executionId }) => ended(executionId)),
    client.workflows
      .execute(lengthy.id, `${LONG_WORD.slice(0, 20_000)} ${LONG_NAME.repeat(20)}`)
      .then(({ executionId }) => ended(executionId)),
  ]);
  const edits = [
    {
      type: 'message' as const,
      messageId: await firstAnswer(client, debate),
      text: 'Nobody should climb a lighthouse without its keeper.',
    },
  ];
  const fork = await ended((await client.executions.fork(debate, 1, { edits })).id);
  const paused = await run('Debate');
  await client.executions.pause(paused);
  return {
    article,
    debate,
    newsroom,
    helpDesk,
    desk,
    decision,
    fork,
    paused,
    failed,
    long,
    workflow: find(workflows, 'Newsroom').id,
    agent: agent?.id ?? '',
  };
}

function find(workflows: ReadonlyMap<string, Workflow>, name: string): Workflow {
  const found = workflows.get(name);
  if (found === undefined) throw new Error(`There is no example called ${name}`);
  return found;
}

/** What the workflow's own input schema gives as an example. */
function toExample({ inputSchema }: Workflow): JsonObject {
  const properties = (inputSchema?.properties ?? {}) as Record<string, { examples?: string[] }>;
  return Object.fromEntries(
    Object.entries(properties).map(([name, { examples }]) => [name, examples?.[0] ?? 'How lighthouses changed seafaring']),
  );
}

async function firstAnswer(client: Client, executionId: string): Promise<string> {
  for await (const { id, role } of client.executions.messages(executionId)) if (role === 'assistant') return id;
  throw new Error('Nobody has answered');
}

async function decideOne(client: Client, executionId: string): Promise<void> {
  for await (const event of client.executions.watchEvents(executionId)) {
    if (event.type !== 'approvalRequested') continue;
    await client.approvals.decide(event.approvalId, { decision: 'approve', comment: 'A clear case.', form: { amount: 49, why: 'broken' } });
    return;
  }
}
