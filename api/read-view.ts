import type { Message } from '../contracts/entities';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import { Problem } from '../contracts/problem';
import type { RouteResponse } from '../contracts/routes';
import { readViewParts, renderView, type Shown } from '../views/render-view';

/** What a model call was shown, as it was recorded when it began. Throws `no_view` when there was no such call. */
export async function readView(
  { executions, definitions }: { executions: ExecutionStore; definitions: DefinitionStore },
  { organizationId, executionId, callId }: { organizationId: string; executionId: string; callId: string },
): Promise<RouteResponse<'listMessages'>> {
  const recorded = await executions.getView(organizationId, executionId, callId);
  if (recorded === null) {
    throw new Problem('no_view', `No model call ${callId} has begun here; take a callId of kind model from the attempts`);
  }
  const { view, at } = recorded;
  const parts = await readViewParts(view, (thread, range) => executions.readThread(organizationId, executionId, thread, range));
  const { name, instructions } = await findAgent();
  return {
    items: renderView(view, parts).map((shown, position) => toMessage(shown, position)),
    call: {
      ...{ callId, at, agent: view.reader || name, instructions: view.instructions ?? instructions, thread: view.thread, upTo: view.upTo },
      ...(view.cut && { leftOut: { from: view.cut.head, upTo: view.cut.from } }),
      ...(view.tokens !== undefined && { tokens: view.tokens }),
    },
  };

  /** As it was when the call was made: a fork may have changed it since. */
  async function findAgent(): Promise<{ name: string; instructions: string }> {
    const { revision } = view;
    const saved = revision === undefined ? null : await definitions.agents.getRevision(organizationId, view.agent, revision);
    if (saved !== null) return saved;
    const start = await executions.getStart(organizationId, executionId);
    return { name: start?.plan.agents[view.agent]?.name ?? '', instructions: '' };
  }

  function toMessage({ message, source }: Shown<Message>, position: number): Message {
    const { role, text } = message;
    const toolCalls = role === 'assistant' ? message.toolCalls : undefined;
    if (source !== undefined) return { ...withoutCalls(source), role, text, ...(toolCalls && { toolCalls }) };
    return { id: `${callId}/${position}`, thread: view.thread, index: view.upTo, seq: 0, role, text, at, added: true };
  }
}

/** Others' tool calls are not seen. */
function withoutCalls({ toolCalls: _, ...message }: Message): Message {
  return message;
}
