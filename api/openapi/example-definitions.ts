import type { Agent, Workflow } from '../../contracts/entities';
import type { RouteCall } from '../../contracts/routes';
import { step } from '../../contracts/steps';
import { IDS, TIMES } from './example-values';

type Body<N extends 'createAgent' | 'createWorkflow'> = NonNullable<RouteCall<N>['body']>;
type Bodies<N extends 'createAgent' | 'createWorkflow'> = { summary: string; value: Body<N> }[];

export const WRITER = {
  name: 'Writer',
  description: 'Writes short articles',
  instructions: 'Write a clear article of at most 300 words about what you are given.',
  tools: ['text_statistics'],
  limits: { maxTurns: 5 },
} satisfies Body<'createAgent'>;

export const AGENT_BODIES = [
  {
    summary: 'A writer that may use a tool',
    value: WRITER,
  },
  {
    summary: 'A reviewer that answers by a schema, on a model of its own',
    value: {
      name: 'Reviewer',
      instructions: 'Judge the article. Be brief.',
      model: { provider: 'scripted', name: 'demo', temperature: 0.2, fallbacks: [{ provider: 'scripted', name: 'plain' }] },
      output: {
        type: 'object',
        properties: { approved: { type: 'boolean' }, reason: { type: 'string' } },
        required: ['approved', 'reason'],
        additionalProperties: false,
      },
    },
  },
] satisfies Bodies<'createAgent'>;

export const ARTICLE = {
  name: 'Article',
  description: 'Writes an article and has it reviewed',
  inputSchema: { type: 'object', properties: { topic: { type: 'string', minLength: 1 } }, required: ['topic'] },
  root: {
    id: 'article',
    type: 'sequential',
    steps: [
      { id: 'write', type: 'agent', agent: 'Writer', input: 'Write about {{ input.topic }}' },
      { id: 'review', type: 'agent', agent: 'Reviewer', timeout: '2m', retry: { maxAttempts: 3, initialInterval: '2s' } },
    ],
  },
} satisfies Body<'createWorkflow'>;

export const WORKFLOW_BODIES = [
  {
    summary: 'Two agents in a row, with an input form',
    value: ARTICLE,
  },
  {
    summary: 'A chat of any length in which each participant is shown only so much',
    value: {
      name: 'Long debate',
      root: {
        id: 'debate',
        type: 'groupChat',
        participants: [
          { id: 'writer', agent: 'Writer', view: { type: 'window', last: 12 } },
          { id: 'critic', agent: 'Reviewer', view: { type: 'summary', keep: 6, maxTokens: 16_000 } },
        ],
        maxRounds: 400,
      },
    },
  },
  {
    summary: 'Branches at the same time, then a decision',
    value: {
      name: 'Two drafts',
      root: {
        id: 'all',
        type: 'sequential',
        steps: [
          {
            id: 'drafts',
            type: 'concurrent',
            branches: [
              { id: 'plain', type: 'agent', agent: 'Writer' },
              { id: 'bold', type: 'agent', agent: 'Writer', input: 'Boldly: {{ input }}' },
            ],
            aggregate: { type: 'agent', agent: 'Writer' },
          },
          {
            id: 'check',
            type: 'route',
            cases: [
              {
                when: 'size(steps.drafts.text) > 2000',
                step: { id: 'measure', type: 'tool', tool: 'text_statistics', arguments: { text: '{{ steps.drafts.text }}' } },
              },
            ],
            otherwise: { id: 'review', type: 'agent', agent: 'Reviewer' },
          },
        ],
      },
    },
  },
  {
    summary: 'A chat until the reviewer approves',
    value: {
      name: 'Discussion',
      root: {
        id: 'chat',
        type: 'groupChat',
        participants: [
          { id: 'writer', agent: 'Writer' },
          { id: 'reviewer', agent: 'Reviewer' },
        ],
        maxRounds: 6,
        until: 'last.agent == "reviewer" && round > 1',
      },
    },
  },
  {
    summary: 'A handoff, a loop and a map',
    value: {
      name: 'Desk',
      root: {
        id: 'desk',
        type: 'sequential',
        steps: [
          {
            id: 'hand',
            type: 'handoff',
            participants: [
              { id: 'first', agent: 'Writer' },
              { id: 'second', agent: 'Reviewer' },
            ],
            start: 'first',
            routes: { first: ['second'] },
          },
          {
            id: 'again',
            type: 'loop',
            body: { id: 'rewrite', type: 'agent', agent: 'Writer', input: 'Shorter, please (try {{ iteration }})' },
            until: 'size(last.text) < 500',
            maxIterations: 3,
          },
          {
            id: 'each',
            type: 'map',
            over: '[1, 2, 3]',
            as: 'number',
            body: { id: 'line', type: 'agent', agent: 'Writer', input: '{{ number }}' },
          },
          { id: 'pay', type: 'wait', event: 'invoice paid', timeout: '14d' },
        ],
      },
    },
  },
] satisfies Bodies<'createWorkflow'>;

const stored = { organizationId: 'local', revision: 1, createdAt: TIMES.start, updatedAt: TIMES.start };

export const AGENT: Agent = { ...WRITER, id: IDS.agent, ...stored };

/** What has a default is filled in when it is stored. */
export const WORKFLOW: Workflow = { ...ARTICLE, root: step.parse(ARTICLE.root), id: IDS.workflow, ...stored };
