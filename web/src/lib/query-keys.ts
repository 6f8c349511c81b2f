/** Where each answer of the API is kept; a key begins with all that has to be read anew together with it. */
export const queryKeys = {
  studio: ['studio'],
  workflows: ['workflows'],
  workflow: (id: string) => ['workflows', id],
  agents: ['agents'],
  agent: (id: string) => ['agents', 'one', id],
  tools: ['tools'],
  vocabulary: ['vocabulary'],
  models: ['models'],
  executions: ['executions'],
  executionList: (filter: object) => ['executions', 'list', filter],
  execution: (id: string) => ['executions', 'one', id],
  lineages: ['lineages'],
  approvals: ['approvals'],
  approval: (id: string) => ['approvals', 'one', id],
  attempts: (id: string) => ['executions', 'one', id, 'attempts'],
} as const;
