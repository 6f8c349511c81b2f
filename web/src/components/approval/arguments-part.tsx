import type { Approval, Json, JsonObject, ProblemDetail } from '@client';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../button';
import { JsonView } from '../json-view';
import { SchemaForm } from '../schema-form';

interface ArgumentsPartProps {
  approval: Approval;
  mistakes: readonly ProblemDetail[];
  onChange: (value: Json) => void;
}

/** What a tool would be called with: to read, and as a form when somebody wants to change it. */
export function ArgumentsPart({ approval, mistakes, onChange }: ArgumentsPartProps) {
  const [editing, setEditing] = useState(false);
  const { argumentsSchema } = approval;
  if (editing && argumentsSchema !== undefined) {
    return (
      <SchemaForm
        schema={argumentsSchema as JsonObject}
        initial={approval.arguments as Json}
        mistakes={mistakes}
        root="/arguments"
        onChange={onChange}
      >
        {/* The decision sends it. */}
        <span />
      </SchemaForm>
    );
  }
  return (
    <div className="space-y-2">
      <JsonView value={approval.arguments as Json} label="Arguments" />
      {argumentsSchema !== undefined && (
        <Button variant="quiet" onClick={() => setEditing(true)}>
          <Pencil aria-hidden className="size-3.5" /> Change the arguments
        </Button>
      )}
    </div>
  );
}
