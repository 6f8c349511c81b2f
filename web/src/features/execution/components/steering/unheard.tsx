import type { UnheardView } from '@client';
import type { Said } from '../../model/unheard';
import { Speech } from '../speech';

interface SentMessage extends Said {
  accepted: boolean;
}

interface UnheardProps {
  /** Said from this page, and the feed has not told of it yet. */
  sent: readonly SentMessage[];
  /** What the chat did not read any more. */
  late: readonly UnheardView[];
}

/** What people said that stands in no thread: not yet, or never. */
export function Unheard({ sent, late }: UnheardProps) {
  return (
    <>
      {sent.map(({ text, as, accepted, afterSeq }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same at the same time
        <Speech key={`${afterSeq} ${index}`} speaker={as} aside={<Note>{accepted ? 'is read before the next round' : 'on its way…'}</Note>}>
          <p className="prose-plain text-ink-soft leading-relaxed">{text}</p>
        </Speech>
      ))}
      {late.map(({ seq, at, as, text }) => (
        <Speech key={seq} speaker={as} at={at} aside={<Note>nobody read it: the last round had begun</Note>}>
          <p className="prose-plain text-ink-soft leading-relaxed">{text ?? 'A very long message.'}</p>
        </Speech>
      ))}
    </>
  );
}

function Note({ children }: { children: string }) {
  return <span className="text-ink-faint text-xs">{children}</span>;
}
