import type { Json, RouteResponse } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { type EditDraft, toValueDraft } from '../model/edits/edit-draft';
import type { EditItem } from '../model/edits/edit-item';
import { findMessage } from './use-whole-message';

/** What is there now, whole: nobody edits the beginning of a text and loses the rest. Read at once when the feed has all of it. */
export function useWholeEdit(executionId: string, item: EditItem) {
  const { was, whole, key } = item;
  return useQuery({
    queryKey: [...queryKeys.execution(executionId), 'wholeEdit', key],
    queryFn: async ({ signal }): Promise<EditDraft> => {
      if (whole === undefined) throw new Error('Nobody knows what is there now');
      if ('call' in whole) return fromOutput(item, await client.executions.output(executionId, whole.call, { signal }));
      const { text } = await findMessage(executionId, { id: whole.message, thread: whole.thread }, signal);
      return item.type === 'input'
        ? { type: 'input', target: item.target, value: { as: 'text', text } }
        : { type: 'message', target: item.target, text };
    },
    ...(was !== null && { initialData: was }),
    enabled: was === null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What a call answered, as the edit of it begins. */
function fromOutput({ type, target }: EditItem, { text, data }: RouteResponse<'getCallOutput'>): EditDraft {
  if (type === 'message') return { type, target, text };
  if (type !== 'answer') return { type: 'toolResult', target, value: toValueDraft(data ?? readResult(text)) };
  const { decision, form } = (data ?? {}) as { decision?: string; form?: Json };
  return { type, target, decision: decision === 'reject' ? 'reject' : 'approve', comment: text, ...(form !== undefined && { form }) };
}

/** A model reads a result as a text: JSON, but for a result that is a text itself. */
function readResult(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
