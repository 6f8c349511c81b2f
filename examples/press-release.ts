import type { Examples } from './examples';
import { oneText } from './one-text';

const writer = {
  name: 'Release writer',
  description: 'Writes short press releases.',
  instructions:
    'Write a press release of at most 120 words about what you are told: a headline, a first sentence that says everything, ' +
    'then one quotation. Invent no facts; where one is missing, write [to be confirmed].',
};

/** `approval`: a person looks at the text before it is kept; nobody within two days is a no. */
export const pressRelease: Examples = {
  agents: [writer],
  workflows: [
    {
      name: 'Press release',
      description: 'An agent writes, a person agrees or not, and only then the text is kept.',
      inputSchema: oneText({
        name: 'text',
        title: 'News',
        description: 'What there is to say',
        example: 'The lighthouse opens to visitors on 1 May, for the first time since it was automated.',
      }),
      root: {
        id: 'release',
        type: 'sequential',
        steps: [
          { id: 'write', type: 'agent', name: 'Write', agent: writer.name },
          {
            id: 'agree',
            type: 'approval',
            name: 'Agree',
            prompt: 'May this go out?\n\n{{ steps.write.text }}',
            assignees: ['role:editors'],
            timeout: '2d',
            onTimeout: 'reject',
          },
          {
            id: 'way',
            type: 'route',
            cases: [
              {
                when: 'steps.agree.data.decision == "approve"',
                step: {
                  id: 'keep',
                  type: 'tool',
                  name: 'Keep',
                  tool: 'write_artifact',
                  arguments: { name: 'press-release.md', text: '{{ steps.write.text }}' },
                },
              },
            ],
            otherwise: {
              id: 'drop',
              type: 'tool',
              name: 'Say why not',
              tool: 'compose',
              arguments: { value: 'Not released: {{ steps.agree.text }}' },
            },
          },
        ],
      },
    },
  ],
  start: [{ workflow: 'Press release', input: { text: 'The lighthouse opens to visitors on 1 May.' } }],
};
