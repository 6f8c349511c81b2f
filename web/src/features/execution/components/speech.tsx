import { ScanSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/copy-button';
import { CutText } from '@/components/cut-text';
import { Timestamp } from '@/components/timestamp';
import { CallLink } from './call-link';
import { ForkHere } from './fork-here';
import { SpeakerMark } from './speaker-mark';

interface SpeechProps {
  speaker: string;
  at?: string;
  /** Beside the name. */
  aside?: ReactNode;
  /** What the copy button copies; none without it. */
  copy?: string;
  /** The call that said it; there is a link to it. */
  callId?: string;
  /** The step or turn in which it was said; it can be forked behind it. */
  stepPath?: string;
  superstep?: number;
  children: ReactNode;
}

/** Somebody speaks. */
export function Speech({ speaker, at, aside, copy, callId, stepPath, superstep, children }: SpeechProps) {
  return (
    <article className="drawn-in-sight group flex gap-3">
      <SpeakerMark name={speaker} />
      <div className="min-w-0 flex-1">
        <header className="flex min-h-6 items-center gap-2">
          <CutText className="font-semibold text-[0.8125rem]">{speaker}</CutText>
          {at !== undefined && <Timestamp time={at} className="shrink-0 text-2xs text-ink-faint tabular-nums" />}
          {aside}
          {(callId !== undefined || stepPath !== undefined || (copy !== undefined && copy !== '')) && (
            <span className="ml-auto flex shrink-0 items-center gap-2 opacity-0 focus-within:opacity-100 group-hover:opacity-100 [@media(hover:none)]:opacity-100">
              {stepPath !== undefined && <ForkHere small="narrow" stepPath={stepPath} superstep={superstep} />}
              {callId !== undefined && (
                <CallLink callId={callId}>
                  <ScanSearch aria-hidden className="size-3.5 sm:hidden" />
                  <span className="max-sm:sr-only">Look at the call</span>
                </CallLink>
              )}
              {copy !== undefined && copy !== '' && <CopyButton text={copy} what="this text" />}
            </span>
          )}
        </header>
        {children}
      </div>
    </article>
  );
}
