import { StudioError } from '@client';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface ErrorNoteProps {
  title: string;
  /** A stable code, for people who look it up. */
  code?: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** An error in its place: what happened, and what to do next. */
export function ErrorNote({ title, code, children, action }: ErrorNoteProps) {
  return (
    <div className="flex gap-3 rounded-md border border-bad/30 bg-bad-soft px-3 py-2.5">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="font-medium">
          {title}
          {code !== undefined && <code className="ml-2 font-mono text-xs font-normal text-ink-soft">{code}</code>}
        </p>
        {children !== undefined && <div className="prose-plain text-ink-soft">{children}</div>}
        {action}
      </div>
    </div>
  );
}

/** The note for something that a call threw. */
export function FailureNote({ title, error, action }: { title: string; error: Error; action?: ReactNode }) {
  const code = error instanceof StudioError ? error.code : undefined;
  return (
    <div role="alert">
      <ErrorNote title={title} code={code} action={action}>
        {error.message}
      </ErrorNote>
    </div>
  );
}
