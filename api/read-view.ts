import type { Message } from '../contracts/entities';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import { Problem } from '../contracts/problem';
import type { RouteResponse } from '../contracts/routes';
import type { CallView } from '../contracts/view';
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
  const { name, instructions } = await findSpeaker({ executions, definitions }, { organizationId, executionId }, view);
  return {
    items: renderView(view, parts).map((shown, position) => toMessage(shown, position)),
    call: {
      ...{ callId, at, agent: view.reader || name, instructions, thread: view.thread, upTo: view.upTo },
      ...(view.cut && { leftOut: { from: view.cut.head, upTo: view.cut.from } }),
      ...(view.tokens !== undefined && { tokens: view.tokens }),
    },
  };

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

/** Whose call it was and its system prompt, as they were when it was made: a fork may have changed the agent since. */
export async function findSpeaker(
  { executions, definitions }: { executions: ExecutionStore; definitions: DefinitionStore },
  { organizationId, executionId }: { organizationId: string; executionId: string },
  { agent, revision, instructions }: CallView,
): Promise<{ name: string; instructions: string }> {
  const saved = revision === undefined ? null : await definitions.agents.getRevision(organizationId, agent, revision);
  const name = saved?.name ?? (await executions.getStart(organizationId, executionId))?.plan.agents[agent]?.name ?? '';
  return { name, instructions: instructions ?? saved?.instructions ?? '' };
}
