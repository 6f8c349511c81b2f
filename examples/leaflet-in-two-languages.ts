import type { Examples } from './examples';
import { oneText } from './one-text';

const writer = {
  name: 'Leaflet writer',
  description: 'Writes the text of a leaflet.',
  instructions: 'You write leaflets: what it is, when and where, what to bring. At most 90 words, plain language.',
};

const checker = {
  name: 'Leaflet checker',
  description: 'Corrects the text of a leaflet.',
  instructions: 'You get the text of a leaflet. Give it back with its mistakes corrected, and nothing else.',
};

const translator = {
  name: 'Leaflet translator',
  description: 'Translates a leaflet into French.',
  instructions: 'You translate the text of a leaflet into French. Answer with the translation only.',
};

const topic = oneText({
  name: 'topic',
  title: 'About',
  description: 'What the leaflet is about',
  example: 'A repair café in the library, first Saturday of the month',
});

/** `workflow`: one workflow runs another, which people also run by itself. */
export const leafletInTwoLanguages: Examples = {
  agents: [writer, checker, translator],
  workflows: [
    {
      name: 'Leaflet',
      description: 'Writes a leaflet and corrects it.',
      inputSchema: topic,
      root: {
        id: 'leaflet',
        type: 'sequential',
        steps: [
          { id: 'write', type: 'agent', name: 'Write', agent: writer.name },
          { id: 'check', type: 'agent', name: 'Check', agent: checker.name },
        ],
      },
    },
    {
      name: 'Leaflet in two languages',
      description: 'Has the workflow “Leaflet” make a leaflet, and translates it.',
      inputSchema: topic,
      root: {
        id: 'both',
        type: 'sequential',
        steps: [
          { id: 'original', type: 'workflow', name: 'Original', workflow: 'Leaflet', input: '{"topic": {{ input.topic | json }}}' },
          { id: 'french', type: 'agent', name: 'French', agent: translator.name },
          {
            id: 'result',
            type: 'tool',
            name: 'Result',
            tool: 'compose',
            arguments: { value: '{{ steps.original.text }}\n\n{{ steps.french.text }}' },
          },
        ],
      },
    },
  ],
  start: [],
};
