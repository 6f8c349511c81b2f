import type { Examples } from './examples';
import { oneText } from './one-text';

const notes = 'Give at most six notes of one or two sentences. Mark what is disputed. Write no article.';

const facts = {
  name: 'Facts researcher',
  description: 'Collects numbers, dates and events.',
  instructions: `You research for a newsroom: numbers, dates, events, and where each is from as far as you know. ${notes}`,
};

const voices = {
  name: 'Voices researcher',
  description: 'Collects who says what.',
  instructions: `You research for a newsroom: who is concerned, who says what, and which voice is usually missing. ${notes}`,
};

const background = {
  name: 'Background researcher',
  description: 'Collects what came before.',
  instructions: `You research for a newsroom: how it came to this, what was tried before, and what readers must know to follow. ${notes}`,
};

const writer = {
  name: 'News writer',
  description: 'Writes an article and improves it by the remarks it gets.',
  instructions:
    'You write news. Either you get notes, then write an article of about 250 words: the news first, the background last, and ' +
    'only what the notes say. Or you get JSON with notes, your last article and the remarks of a critic, then write it anew so ' +
    'that the remarks are met. Answer with the article only.',
};

const critic = {
  name: 'News critic',
  description: 'Scores an article and says what to change.',
  instructions:
    'You read an article before it is printed. Is the news in the first two sentences? Does everything come from the notes? ' +
    'Is anything longer than it needs to be? Give a score from 0 to 10, where 8 means ready, and your remarks, the most ' +
    'important one first.',
  output: {
    type: 'object',
    properties: {
      score: { type: 'integer', minimum: 0, maximum: 10, description: '8 and more: ready' },
      remarks: { type: 'string', description: 'What to change, the most important first' },
    },
    required: ['score', 'remarks'],
    additionalProperties: false,
  },
};

const managingEditor = {
  name: 'Managing editor',
  description: 'Leads the desk through the last decisions on an article.',
  instructions:
    'You lead the desk. Let the fact checker speak first, then the headline editor, and the news editor at the end, who decides. ' +
    'Call someone again only when a decision depends on it. End when the news editor has decided.',
};

const checker = {
  name: 'Fact checker',
  description: 'Names what has to be checked before printing.',
  instructions:
    'You name the claims of an article that have to be checked before it is printed, and for each who could confirm it. At most four.',
};

const headlines = {
  name: 'Headline editor',
  description: 'Proposes headlines.',
  instructions:
    'You propose three headlines of at most nine words for the article, none of which promises more than it says, and name your favourite.',
};

const newsEditor = {
  name: 'News editor',
  description: 'Decides what is printed.',
  instructions: 'You decide: the headline, what must be confirmed first, and what goes. Answer with these decisions, each in one line.',
};

/** Nested: research in parallel, writer and critic in a loop, then the desk in a chat with a manager. */
export const newsroom: Examples = {
  agents: [facts, voices, background, writer, critic, managingEditor, checker, headlines, newsEditor],
  workflows: [
    {
      name: 'Newsroom',
      description: 'Three research at the same time, a writer and a critic work on the article, the desk decides what is printed.',
      inputSchema: oneText({
        name: 'topic',
        title: 'Subject',
        description: 'What the article is about',
        example: 'The town buys its lighthouse back',
      }),
      root: {
        id: 'newsroom',
        type: 'sequential',
        steps: [
          {
            id: 'research',
            type: 'concurrent',
            name: 'Research',
            branches: [
              { id: 'facts', type: 'agent', name: 'Facts', agent: facts.name },
              { id: 'voices', type: 'agent', name: 'Voices', agent: voices.name },
              { id: 'background', type: 'agent', name: 'Background', agent: background.name },
            ],
            // Two kinds of notes are better than no article.
            onFailure: 'collect',
          },
          {
            id: 'article',
            type: 'loop',
            name: 'Article',
            body: {
              id: 'draft',
              type: 'sequential',
              name: 'Draft',
              steps: [
                { id: 'write', type: 'agent', name: 'Write', agent: writer.name },
                {
                  id: 'judge',
                  type: 'agent',
                  name: 'Judge',
                  agent: critic.name,
                  input: 'Notes:\n{{ steps.research.text }}\n\nVersion {{ iteration }}:\n{{ steps.write.text }}',
                },
                {
                  id: 'hand_on',
                  type: 'tool',
                  name: 'Hand on',
                  tool: 'compose',
                  arguments: {
                    value: {
                      article: '{{ steps.write.text }}',
                      score: '{{ steps.judge.data.score }}',
                      remarks: '{{ steps.judge.data.remarks }}',
                      notes: '{{ steps.research.text }}',
                    },
                  },
                },
              ],
            },
            until: 'last.data.score >= 8',
            maxIterations: 3,
          },
          {
            id: 'keep',
            type: 'tool',
            name: 'Keep',
            tool: 'write_artifact',
            arguments: { name: 'article.md', text: '{{ steps.article.data.value.article }}\n', mediaType: 'text/markdown' },
          },
          {
            id: 'desk',
            type: 'groupChat',
            name: 'Desk',
            input: 'The article on {{ input.topic }}, kept as {{ steps.keep.data.name }}:\n\n{{ steps.article.data.value.article }}',
            participants: [
              { id: 'fact_checker', agent: checker.name },
              { id: 'headline_editor', agent: headlines.name },
              { id: 'news_editor', agent: newsEditor.name },
            ],
            manager: { type: 'agent', agent: managingEditor.name },
            maxRounds: 8,
          },
        ],
      },
    },
  ],
  start: [],
};
