import type { Examples } from './examples';
import { oneText } from './one-text';

const reception = {
  name: 'Care reception',
  description: 'Finds out what a customer wants and passes it on.',
  instructions:
    'You receive the customers of a shop for garden tools. Find out what the message is about and hand it over: to orders for ' +
    'where a delivery is, to returns for what shall go back or is broken, to complaints for what went wrong with us. Answer ' +
    'yourself only when it is about something else.',
};

const orders = {
  name: 'Orders clerk',
  description: 'Answers where a delivery is.',
  instructions:
    'You answer questions about orders and deliveries. You cannot see the orders yourself: say what the customer has to tell you ' +
    'and until when they hear from us. Hand over to returns or complaints when it is theirs.',
};

const returns = {
  name: 'Returns clerk',
  description: 'Takes things back.',
  instructions:
    'You take back what customers do not want or what is broken, within 30 days, broken things within two years. Write a return ' +
    'slip with the tool write_artifact (name return-slip.md: the thing, why it comes back, what the customer gets). Then tell ' +
    'the customer what to do, in at most five sentences.',
  tools: ['write_artifact'],
};

const complaints = {
  name: 'Complaints clerk',
  description: 'Puts right what went wrong.',
  instructions:
    'You put right what went wrong. Say what you understood, apologise once and without excuses, and say what happens next and ' +
    'when. You may offer up to 20 euros; more needs a person.',
  tools: ['write_artifact'],
};

const recorder = {
  name: 'Care recorder',
  description: 'Writes down how a case ended.',
  instructions:
    'You get a message of a customer and the answer they got. Sum the case up in two sentences for the file, and say whether ' +
    'a person must do something now: yes when something was promised, is to be sent, or costs money.',
  output: {
    type: 'object',
    properties: {
      summary: { type: 'string', description: 'Two sentences for the file' },
      followUp: { type: 'boolean', description: 'A person must do something now' },
    },
    required: ['summary', 'followUp'],
    additionalProperties: false,
  },
};

/** Nested: a reception with handoffs, clerks with tools, then a record and a route that leaves work for a person. */
export const customerCare: Examples = {
  agents: [reception, orders, returns, complaints, recorder],
  workflows: [
    {
      name: 'Customer care desk',
      description: 'A reception hands a customer over to the right clerk, who answers and files; what a person must do is kept.',
      inputSchema: oneText({
        name: 'message',
        title: 'Message',
        description: 'What the customer writes',
        example: 'The hedge shears came with a broken handle. I would like to return them and get new ones.',
      }),
      root: {
        id: 'care',
        type: 'sequential',
        steps: [
          {
            id: 'desk',
            type: 'handoff',
            name: 'Desk',
            participants: [
              { id: 'reception', agent: reception.name },
              { id: 'orders', agent: orders.name },
              { id: 'returns', agent: returns.name },
              { id: 'complaints', agent: complaints.name },
            ],
            start: 'reception',
            routes: {
              reception: ['orders', 'returns', 'complaints'],
              orders: ['returns', 'complaints'],
              returns: ['orders', 'complaints'],
              complaints: ['orders', 'returns'],
            },
            maxHandoffs: 5,
          },
          {
            id: 'record',
            type: 'agent',
            name: 'Record',
            agent: recorder.name,
            input: 'Customer:\n{{ input.message }}\n\nAnswer of {{ steps.desk.data.agent }}:\n{{ steps.desk.text }}',
          },
          {
            id: 'after',
            type: 'route',
            name: 'Afterwards',
            cases: [
              {
                when: 'steps.record.data.followUp',
                step: {
                  id: 'leave',
                  type: 'sequential',
                  name: 'Leave for a person',
                  steps: [
                    {
                      id: 'file',
                      type: 'tool',
                      name: 'File',
                      tool: 'write_artifact',
                      arguments: { name: 'follow-up.md', text: '{{ steps.record.data.summary }}\n', mediaType: 'text/markdown' },
                    },
                    { id: 'answer', type: 'tool', name: 'Answer', tool: 'compose', arguments: { value: '{{ steps.desk.text }}' } },
                  ],
                },
              },
            ],
            otherwise: { id: 'close', type: 'tool', name: 'Close', tool: 'compose', arguments: { value: '{{ steps.desk.text }}' } },
          },
        ],
      },
    },
  ],
  start: [],
};
