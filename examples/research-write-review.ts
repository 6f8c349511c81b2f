import type { Examples } from './examples';

const researcher = {
  name: 'Researcher',
  description: 'Collects what is worth knowing about a topic.',
  instructions:
    'You prepare material for a writer. For the topic you are given, list the five to eight points that a curious reader ' +
    'most needs, each in one or two sentences. Mark what is disputed and what you are not sure of. Write no introduction.',
};

const writer = {
  name: 'Writer',
  description: 'Makes a short article of research notes.',
  instructions:
    'You get research notes. Write an article of about 300 words for readers who are new to the topic: a title, a first ' +
    'paragraph that says why it matters, then the rest in plain language. Use only what the notes say.',
};

const reviewer = {
  name: 'Reviewer',
  description: 'Checks an article and hands over its final version.',
  instructions:
    'You are the last to see an article. First measure it with the tool text_statistics. Correct what is unclear, too long ' +
    'or claimed without ground. Answer with the final article, and below it, after a line of dashes, one sentence on what ' +
    'you changed and how many words it has.',
  tools: ['text_statistics'],
};

/** Three agents in a row on a real task. */
export const researchWriteReview: Examples = {
  agents: [researcher, writer, reviewer],
  workflows: [
    {
      name: 'Research, write, review',
      description: 'One agent collects what there is to say about a topic, one writes an article of it, one reviews it.',
      inputSchema: {
        type: 'object',
        properties: {
          topic: { type: 'string', title: 'Topic', description: 'What the article is about', minLength: 1, maxLength: 500 },
        },
        required: ['topic'],
        additionalProperties: false,
      },
      root: {
        id: 'article',
        type: 'sequential',
        steps: [
          { id: 'research', type: 'agent', name: 'Research', agent: researcher.name },
          { id: 'write', type: 'agent', name: 'Write', agent: writer.name },
          { id: 'review', type: 'agent', name: 'Review', agent: reviewer.name },
        ],
      },
    },
  ],
  start: [{ workflow: 'Research, write, review', input: { topic: 'How lighthouses changed seafaring' } }],
};
