import type { RouteCall, RouteName, RouteResponse } from '../../contracts/routes';
import { APPROVAL, APPROVED } from './example-approval';
import { MONTH, ORGANIZATION_BUDGET } from './example-budgets';
import { AGENT, AGENT_BODIES, ARTICLE, WORKFLOW, WORKFLOW_BODIES, WRITER } from './example-definitions';
import { EXCHANGE } from './example-exchange';
import { ATTEMPT, CANCELLING, CHECKPOINT, COMPARED, COMPLETED, EVENTS, FORKED, MESSAGE, PAUSED, RUNNING, USAGE } from './example-execution';
import { IDS, TIMES } from './example-values';

interface RouteExample<N extends RouteName> {
  bodies?: { summary: string; value: NonNullable<RouteCall<N>['body']> }[];
  /** Nothing for a 204, a file and a stream. */
  response: RouteResponse<N> | undefined;
  also?: Record<number, RouteResponse<N>>;
}

const AGENT_RUNS = [
  { summary: 'A saved agent', value: { agent: 'Writer', input: 'Write about tides' } },
  {
    summary: 'An unsaved definition',
    value: { definition: { name: 'Poet', instructions: 'Answer in one verse.' }, input: { topic: 'tides' } },
  },
];

/** Requests and answers of every endpoint; the compiler insists that none is missing, a test sends and checks them. */
export const EXAMPLES: { readonly [N in RouteName]: RouteExample<N> } = {
  createAgent: { bodies: AGENT_BODIES, response: AGENT },
  listAgents: { response: { items: [AGENT], nextCursor: 'eyJhIjoxfQ' } },
  getAgent: { response: AGENT },
  replaceAgent: {
    bodies: [{ summary: 'Another description', value: { ...WRITER, description: 'Writes shorter articles' } }],
    response: { ...AGENT, description: 'Writes shorter articles', revision: 2, updatedAt: TIMES.end },
  },
  deleteAgent: { response: undefined },
  listAgentRevisions: { response: { items: [AGENT] } },
  getAgentRevision: { response: AGENT },
  createWorkflow: { bodies: WORKFLOW_BODIES, response: WORKFLOW },
  listWorkflows: { response: { items: [WORKFLOW] } },
  getWorkflow: { response: WORKFLOW },
  replaceWorkflow: {
    bodies: [{ summary: 'Another description', value: { ...ARTICLE, description: 'Changed' } }],
    response: { ...WORKFLOW, description: 'Changed', revision: 2, updatedAt: TIMES.end },
  },
  deleteWorkflow: { response: undefined },
  listWorkflowRevisions: { response: { items: [WORKFLOW] } },
  getWorkflowRevision: { response: WORKFLOW },
  executeWorkflow: {
    bodies: [
      { summary: 'An input that fits the inputSchema', value: { input: { topic: 'tides' } } },
      {
        summary: 'At most so many calls, in so much time',
        value: { input: { topic: 'tides' }, budget: { calls: 20, time: '10m', warnAt: 0.8 } },
      },
    ],
    response: { executionId: IDS.execution },
  },
  getWorkflowStatus: { response: COMPLETED },
  cancelWorkflow: { bodies: [{ summary: 'The newest that has not ended', value: {} }], response: CANCELLING },
  listExecutions: { response: { items: [RUNNING, COMPLETED] } },
  getExecution: { response: COMPLETED },
  deleteExecution: { response: undefined },
  forkExecution: {
    bodies: [
      { summary: 'From the second superstep', value: { superstep: 2 } },
      {
        summary: 'With another result of a tool, and other instructions for what follows',
        value: {
          superstep: 1,
          edits: [
            { type: 'toolResult', callId: 'article/write:t1.1', result: { words: 120 } },
            { type: 'agent', agent: 'Writer', instructions: 'Write one sentence.', model: { provider: 'scripted', name: 'demo' } },
          ],
        },
      },
      {
        summary: 'With another message, and with another input of a step that has not begun',
        value: {
          superstep: 1,
          edits: [
            { type: 'message', messageId: 'article/write/3', text: 'Twice a day the sea comes and goes, and nobody pays for it.' },
            { type: 'input', stepPath: 'article/review', input: 'Check the facts only.' },
          ],
        },
      },
    ],
    response: FORKED,
  },
  retryExecution: {
    bodies: [{ summary: 'An empty object, or no body at all', value: {} }],
    response: { ...FORKED, forkedFrom: { ...FORKED.forkedFrom, kind: 'retry' } },
  },
  listForks: { response: { items: [FORKED] } },
  cancelExecution: { bodies: [{ summary: 'An empty object, or no body at all', value: {} }], response: CANCELLING },
  pauseExecution: { bodies: [{ summary: 'An empty object, or no body at all', value: {} }], response: PAUSED },
  resumeExecution: { bodies: [{ summary: 'An empty object, or no body at all', value: {} }], response: RUNNING },
  sendEvent: {
    bodies: [{ summary: 'With a text and data', value: { name: 'invoice paid', text: 'Paid in full', payload: { amount: '120.00' } } }],
    response: { id: 'evt_01kb0h4m8ze4q9v7x2c5n6t3wd', name: 'invoice paid' },
  },
  sendMessage: {
    bodies: [{ summary: 'Into the only chat that runs', value: { text: 'Please think of the children too.', as: 'Anna' } }],
    response: { id: 'msg_01kb0h4m8ze4q9v7x2c5n6t3we', stepPath: 'debate', as: 'Anna' },
  },
  listEvents: { response: { items: EVENTS, lastSeq: 9, ended: true } },
  listMessages: { response: { items: [MESSAGE] } },
  listSteps: {
    response: {
      items: [
        {
          path: 'article/write',
          stepType: 'agent',
          repeats: false,
          begun: 1,
          completed: 1,
          failed: 0,
          cancelled: 0,
          seq: 2,
          startedAt: TIMES.start,
          endedAt: TIMES.end,
        },
      ],
    },
  },
  compareExecutions: {
    response: {
      left: COMPARED,
      right: { ...COMPARED, id: FORKED.id, forkedFrom: FORKED.forkedFrom },
      firstDifference: { stepPath: 'article/review', what: 'text' },
      items: [
        {
          stepPath: 'article/review',
          stepType: 'agent',
          left: { status: 'completed', text: 'Short and right.', callId: 'article/review:m1', usage: USAGE },
          right: { status: 'completed', text: 'Right, but dry.', callId: 'article/review:m1', usage: USAGE },
          same: false,
        },
      ],
    },
  },
  listCheckpoints: { response: { items: [CHECKPOINT] } },
  listExecutionAgents: {
    response: {
      items: [
        {
          id: AGENT.id,
          name: AGENT.name,
          revision: 1,
          instructions: AGENT.instructions,
          model: { provider: 'openai', name: 'gpt-5-mini' },
        },
      ],
    },
  },
  getCallOutput: {
    response: { callId: 'article/count:t1', text: '{"words":812}', data: { words: 812 } },
  },
  listAttempts: { response: { items: [ATTEMPT] } },
  getExchange: { response: EXCHANGE },
  listUsage: { response: { items: [{ ...USAGE, agent: 'Writer', model: 'openai/gpt-5.4-mini' }] } },
  listArtifacts: {
    response: { items: [{ name: 'article.md', size: 1_240, mediaType: 'text/markdown', at: TIMES.end, callId: 'article/write:t1' }] },
  },
  getArtifact: { response: undefined },
  listApprovals: { response: { items: [APPROVAL] } },
  getApproval: { response: APPROVAL },
  decideApproval: {
    bodies: [
      { summary: 'Yes, with other arguments', value: { decision: 'approve', comment: 'Not to everybody', arguments: { to: 'team' } } },
      { summary: 'No', value: { decision: 'reject', reason: 'Too early' } },
    ],
    response: APPROVED,
  },
  executeAgent: {
    bodies: AGENT_RUNS,
    response: { executionId: IDS.execution, status: 'completed', output: COMPLETED.output, error: null, usage: USAGE },
    also: { 202: { executionId: IDS.execution } },
  },
  streamAgent: { bodies: AGENT_RUNS, response: undefined },
  executeTool: {
    bodies: [
      { summary: 'Count the words of a text', value: { tool: 'text_statistics', arguments: { text: 'Twice a day the sea comes.' } } },
    ],
    response: { result: { characters: 26, words: 6, sentences: 1, paragraphs: 1, readingMinutes: 0 } },
  },
  listTools: {
    response: {
      items: [
        {
          id: 'text_statistics',
          description: 'Counts the characters, words, sentences and paragraphs of a text.',
          inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
          repeat: 'pure',
          source: 'built-in',
        },
      ],
    },
  },
  listModels: {
    response: {
      items: [{ provider: 'scripted', name: 'demo', capabilities: { tools: true, structuredOutput: true }, configured: true }],
    },
  },
  getOrganizationBudget: { response: { ...MONTH, budget: null } },
  replaceOrganizationBudget: {
    bodies: [{ summary: 'A hundred euros a month, with a warning at eighty', value: ORGANIZATION_BUDGET }],
    response: MONTH,
  },
  deleteOrganizationBudget: { response: undefined },
  getHealth: { response: { status: 'ok' } },
  getReady: { response: { status: 'ready', missing: [] }, also: { 503: { status: 'unavailable', missing: ['engine'] } } },
  getStudio: {
    response: {
      version: '0.4.0',
      model: 'scripted/demo',
      temporal: { namespace: 'agent-studio', uiUrl: 'http://127.0.0.1:8233' },
      development: true,
    },
  },
  killWorker: { bodies: [{ summary: 'An empty object, or no body at all', value: {} }], response: { pid: 4711 } },
};
