import { Component, type ErrorInfo, type ReactNode } from 'react';
import { MissingPart } from '@/lib/load-part';
import { Button } from './button';
import { ErrorNote } from './error-note';

interface BoundaryProps {
  /** What is inside, as a sentence begins: "The graph". */
  what: string;
  children: ReactNode;
}

/** Keeps what breaks inside from taking the rest of the page with it. */
export class Boundary extends Component<BoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo) {
    console.error(error, componentStack);
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div role="alert" className="p-3">
        <ErrorNote
          title={`${this.props.what} could not be shown`}
          action={
            error instanceof MissingPart ? (
              <Button className="mt-2" onClick={() => window.location.reload()}>
                Load the page again
              </Button>
            ) : (
              <Button className="mt-2" onClick={() => this.setState({ error: null })}>
                Show it again
              </Button>
            )
          }
        >
          {error.message}. The rest of the page, and the execution, are not affected.
        </ErrorNote>
      </div>
    );
  }
}
