import { setTimeout as pause } from 'node:timers/promises';
import { type Approval, type Client, type Decision, hasEnded } from '../../../client';
import { allowing } from '../refusals';
import { a, b, type Crowd, type EndedWork, completes as ends, participants, type Work } from '../work';

const QUESTIONS = ['one', 'two', 'three'];
const LOOK_MS = 100;

const hasEndedNow = async (client: Client, executionId: string) => hasEnded((await client.executions.get(executionId)).status);

/** One that comes after another, or after the end, is refused; that is as it should be. */
async function decide({ client, key, accepted }: Crowd, { id }: Approval, decision: Decision, who = ''): Promise<void> {
  await allowing(['already_decided', 'approval_expired'], async () => {
    const taken = await client.approvals.decide(id, decision, { idempotencyKey: `${key}-${id}-${decision.decision}${who}` });
    accepted.decisions.set(id, taken);
  });
}

/** Has everything answered that the execution, or one that it runs, asks, until it has ended. */
async function answerAll(crowd: Crowd, answer: (asked: Approval) => Promise<void>): Promise<void> {
  const { client, executionId } = crowd;
  while (!(await hasEndedNow(client, executionId))) {
    const asking = [executionId];
    for await (const part of client.executions.list({ parentId: executionId })) asking.push(part.id);
    for (const id of asking) {
      for (const asked of (await client.approvals.list({ executionId: id })).items.toReversed()) await answer(asked);
    }
    await pause(LOOK_MS);
  }
}

/** Sends so many events at once, each twice. */
async function sendEvents({ client, executionId, key, accepted }: Crowd, count: number): Promise<void> {
  const send = async (text: string) => {
    await client.executions.sendEvent(executionId, { name: 'go on', text }, { idempotencyKey: text });
    accepted.events.set(text, { executionId });
  };
  const texts = Array.from({ length: count }, (_, n) => `${key}-event-${n + 1}`);
  await Promise.all([...texts, ...texts].map(send));
}

/** Sends the messages one after the other, as soon as the chat runs. */
async function say({ client, executionId, key, accepted }: Crowd, count: number): Promise<void> {
  // A refusal is the answer to its key too.
  for (let [n, tries] = [1, 1]; n <= count; tries++) {
    const text = `${key}-says-${n}`;
    const idempotencyKey = `${text}-${tries}`;
    const said = await allowing(['no_running_chat'], () => client.executions.sendMessage(executionId, { text }, { idempotencyKey }));
    if (said !== undefined) {
      accepted.messages.set(text, { executionId, stepPath: said.stepPath, id: said.id });
      [n, tries] = [n + 1, 0];
    } else if (await hasEndedNow(client, executionId)) return;
    await pause(LOOK_MS);
  }
}

/** Waits took each an event of their own. */
function checkEvents({ events, execution }: EndedWork, waits: number): string | undefined {
  const taken = events.flatMap((event) => (event.type === 'stepCompleted' && event.stepType === 'wait' ? [event.output?.text] : []));
  const whole = taken.length === waits && new Set(taken).size === waits && taken.every((text) => text?.includes('-event-'));
  return whole ? undefined : `of ${execution.id} took the events ${JSON.stringify(taken)}`;
}

const questions = QUESTIONS.map((id) => ({ id, type: 'approval' as const, prompt: `May ${id}?` }));

/** Two want yes and one no, at the same time: somebody wins. */
const quarrel = (crowd: Crowd) => async (asked: Approval) => {
  const yes = { decision: 'approve', comment: `yes to ${asked.stepPath}` } as const;
  const no = { decision: 'reject', reason: `no to ${asked.stepPath}` } as const;
  await Promise.all([decide(crowd, asked, yes), decide(crowd, asked, no), decide(crowd, asked, yes), decide(crowd, asked, no, '-later')]);
};

const INSTRUCTIONS = 'Chaos careful';

export const PEOPLE_WORKS: readonly Work[] = [
  {
    name: 'events',
    root: {
      id: 'both',
      type: 'concurrent',
      branches: [
        { id: 'one', type: 'sequential', steps: [a, { id: 'first', type: 'wait', event: 'go on' }, b] },
        { id: 'second', type: 'wait', event: 'go on' },
      ],
    },
    ends,
    // More than are waited for: each wait takes one, and none is taken twice.
    push: (crowd) => sendEvents(crowd, 6),
    check: (ended) => checkEvents(ended, 2),
  },
  {
    name: 'a flood of events',
    root: { id: 'again', type: 'loop', body: { id: 'tick', type: 'wait', event: 'go on' }, until: 'iteration == 10', maxIterations: 10 },
    ends,
    // Just as many as are waited for: none may be lost.
    push: (crowd) => sendEvents(crowd, 10),
    check: (ended) => checkEvents(ended, 10),
  },
  {
    name: 'approvals',
    root: { id: 'asked', type: 'concurrent', branches: questions },
    ends,
    push: (crowd) => answerAll(crowd, quarrel(crowd)),
    check({ execution: { output }, approvals }) {
      const given = (output?.data as { text?: string }[] | undefined)?.map(({ text }) => text);
      const decided = QUESTIONS.map((id) => approvals.find(({ stepPath }) => stepPath === `asked/${id}`)?.decision?.comment);
      return JSON.stringify(given) === JSON.stringify(decided) ? undefined : `was answered ${JSON.stringify({ given, decided })}`;
    },
  },
  {
    name: 'a hasty question',
    root: { id: 'ask', type: 'approval', prompt: 'Quick?', timeout: '500ms', onTimeout: 'reject' },
    ends,
    push: (crowd) => answerAll(crowd, (asked) => decide(crowd, asked, { decision: 'approve' })),
    check({ execution: { output }, approvals: [asked] }) {
      const { decision, by } = (output?.data ?? {}) as { decision?: string; by?: string };
      const standing = asked?.decision;
      return decision === standing?.decision && by === standing?.by
        ? undefined
        : `gave ${decision} by ${by}, ${JSON.stringify(standing)} stands`;
    },
  },
  {
    name: 'an inner execution that asks',
    root: { id: 'outer', type: 'sequential', steps: [{ id: 'inner', type: 'workflow', workflow: 'approvals' }, b] },
    ends,
    push: (crowd) => answerAll(crowd, quarrel(crowd)),
  },
  {
    name: 'tools that need a yes',
    root: { id: 'work', type: 'agent', agent: INSTRUCTIONS },
    ends,
    rules: [
      {
        when: { instructionsInclude: INSTRUCTIONS },
        behaviour: { toolCalls: [1, 2, 3].map((value) => ({ tool: 'compose', arguments: { value } })) },
      },
    ],
    // Identical tools, each with an answer of its own.
    push: (crowd) =>
      answerAll(crowd, (asked) => {
        const { value } = asked.arguments as { value: number };
        const edited: Decision = { decision: 'approve', arguments: { value: `instead of ${value}` } };
        return decide(crowd, asked, value === 2 ? { decision: 'reject', reason: 'not two' } : edited);
      }),
    check({ messages }) {
      const told = messages.flatMap(({ role, text }) => (role === 'tool' ? [text] : [])).sort();
      const isRight =
        told.length === 3 && told[0]?.endsWith('said no: not two') && told[1] === 'instead of 1' && told[2] === 'instead of 3';
      return isRight ? undefined : `was told ${JSON.stringify(told)}`;
    },
  },
  {
    name: 'a plan that is looked at',
    root: { id: 'team', type: 'magentic', manager: 'Chaos boss', participants, maxRounds: 9, maxStalls: 2, planReview: true },
    ends,
    async push(crowd) {
      await answerAll(crowd, async (asked) => {
        const { items } = await crowd.client.approvals.list({ executionId: asked.executionId, status: ['rejected'] });
        await decide(crowd, asked, items.length === 0 ? { decision: 'reject', reason: 'cheaper' } : { decision: 'approve' });
      });
    },
    check({ approvals }) {
      const statuses = approvals.map(({ status }) => status);
      return statuses.join() === 'rejected,approved' ? undefined : `had its plans ${statuses}`;
    },
  },
  {
    name: 'a chat with people',
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 7 },
    ends,
    push: (crowd) => say(crowd, 4),
  },
  {
    name: 'a payment',
    root: ({ service }) => ({
      id: 'pay',
      type: 'tool',
      tool: 'post_webhook',
      arguments: { url: `http://${service}/`, payload: {} },
      approval: { when: 'never', onUnknownOutcome: 'ask' },
    }),
    ends,
    // They look whether it happened, as people do.
    push: (crowd) =>
      answerAll(crowd, (asked) => {
        const happened = crowd.effects.of(`${asked.executionId}/${asked.callId}`) > 0;
        return decide(crowd, asked, happened ? { decision: 'happened', result: { status: 200 } } : { decision: 'runAgain' });
      }),
  },
  {
    name: 'a payment that nobody is asked about',
    root: ({ service }) => ({ id: 'pay', type: 'tool', tool: 'post_webhook', arguments: { url: `http://${service}/`, payload: {} } }),
    ends: ['completed', 'failed'],
    check: ({ execution: { status, error } }) =>
      status === 'completed' || error?.code === 'tool_outcome_unknown' ? undefined : `failed with ${JSON.stringify(error)}`,
  },
  {
    name: 'a chat that asks for more',
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 5 },
    budget: { calls: 2, onExceeded: 'ask' },
    ends,
    push: (crowd) => answerAll(crowd, (asked) => decide(crowd, asked, { decision: 'approve', form: { calls: 2 } })),
    check: ({ approvals, execution: { budget } }) =>
      approvals.length > 0 && budget?.calls === 2 + 2 * approvals.length
        ? undefined
        : `asked ${approvals.length} times and may make ${budget?.calls} calls`,
  },
  {
    name: 'a chat that gets no more',
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 5 },
    budget: { calls: 2, onExceeded: 'ask' },
    ends: ['budget_exhausted'],
    push: (crowd) => answerAll(crowd, (asked) => decide(crowd, asked, { decision: 'reject', reason: 'enough' })),
  },
  {
    name: 'a chat with a ceiling',
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 9 },
    budget: { calls: 4, tokens: 100_000 },
    ends: ['budget_exhausted'],
  },
];
