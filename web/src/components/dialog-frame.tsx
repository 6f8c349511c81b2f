import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';
import { useFocusReturn } from '@/lib/use-focus-return';

export interface DialogProps {
  title: string;
  description?: ReactNode;
  /** For what needs the width of the page. */
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** See `Dialog`, which loads it. */
export function DialogFrame({ title, description, wide = false, onClose, children }: DialogProps) {
  const returnFocus = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-[rgb(8_10_14/0.5)]" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className={classes(
            'fixed top-1/2 left-1/2 z-30 max-h-[calc(100dvh-2rem)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-2xl',
            wide ? 'w-[min(72rem,calc(100vw-2rem))]' : 'w-[min(28rem,calc(100vw-2rem))]',
          )}
        >
          <Radix.Title className="font-semibold text-base">{title}</Radix.Title>
          {description !== undefined && <div className="mt-2 text-ink-soft">{description}</div>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
