import { defineTool, ToolError } from 'agent-studio/tools';

/** A shop's orders. A real tool asks the shop's own system here. */
const ORDERS: Record<string, { state: string; carrier: string; expected: string }> = {
  'A-1001': { state: 'delivered', carrier: 'Bluebird', expected: '2026-03-02' },
  'A-1002': { state: 'on its way', carrier: 'Bluebird', expected: '2026-03-09' },
  'A-1003': { state: 'waiting for stock', carrier: 'none yet', expected: '2026-03-20' },
};

/** A custom tool: put a file like this into the tools folder, and agents may name `order_status`. */
export default defineTool<{ order: string }>({
  id: 'order_status',
  description: 'Tells where an order is and when it is expected, by its number such as A-1002.',
  inputSchema: {
    type: 'object',
    properties: { order: { type: 'string', pattern: '^A-[0-9]{4}$', examples: ['A-1002'] } },
    required: ['order'],
    additionalProperties: false,
  },
  outputSchema: {
    type: 'object',
    properties: { state: { type: 'string' }, carrier: { type: 'string' }, expected: { type: 'string', format: 'date' } },
    required: ['state', 'carrier', 'expected'],
  },
  // It only looks: asking again does no harm.
  repeat: 'pure',
  timeout: '10s',
  run({ order }) {
    const found = ORDERS[order];
    if (found === undefined) throw new ToolError('unknown_order', `There is no order ${order}; ask the customer for the number`);
    return found;
  },
});
