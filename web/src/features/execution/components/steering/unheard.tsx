import type { Said } from '../../model/unheard';
import { Speech } from '../speech';

export interface UnheardMessage extends Said {
  accepted: boolean;
}

/** What people said from this page and no round has read yet; each stands in the transcript once one has. */
export function Unheard({ messages, ended }: { messages: readonly UnheardMessage[]; ended: boolean }) {
  return messages.map(({ text, as, accepted, afterSeq }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same at the same time
    <Speech key={`${afterSeq} ${index}`} speaker={as} aside={<Note accepted={accepted} ended={ended} />}>
      <p className="prose-plain text-ink-soft leading-relaxed">{text}</p>
    </Speech>
  ));
}

function Note({ accepted, ended }: { accepted: boolean; ended: boolean }) {
  if (ended) return <span className="text-warn text-xs">nobody read it; the chat had ended</span>;
  return <span className="text-ink-faint text-xs">{accepted ? 'is read before the next round' : 'on its way…'}</span>;
}
