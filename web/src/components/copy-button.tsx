import { Check, Copy, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';

const FACES = {
  ready: { icon: undefined, word: 'Copy' },
  done: { icon: Check, word: 'Copied' },
  failed: { icon: TriangleAlert, word: 'Could not copy' },
};

interface CopyButtonProps {
  text: string;
  /** Names the text for people who do not see the icon. */
  what: string;
  icon?: LucideIcon;
}

/** Copies a text. */
export function CopyButton({ text, what, icon = Copy }: CopyButtonProps) {
  const [state, setState] = useState<keyof typeof FACES>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), 1_500);
    return () => clearTimeout(timer);
  }, [state]);
  const { icon: Icon = icon, word } = FACES[state];
  // The browser may refuse it, and has no clipboard at all where the page does not come from this machine or over HTTPS.
  const copy = async () => navigator.clipboard.writeText(text);
  return (
    <button
      type="button"
      title={state === 'done' ? word : `${word} ${what}`}
      aria-label={`${word} ${what}`}
      onClick={() =>
        void copy().then(
          () => setState('done'),
          () => setState('failed'),
        )
      }
      className="grid size-6 place-items-center rounded text-ink-faint hover:bg-raised hover:text-ink"
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}
