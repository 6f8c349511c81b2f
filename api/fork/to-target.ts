import type { Edit, EditTarget } from '../../contracts/edits';

/** What an edit is of, without what it makes of it. */
export function toTarget(edit: Edit): EditTarget {
  switch (edit.type) {
    case 'agent':
      return { type: edit.type, target: edit.agent };
    case 'message':
      return { type: edit.type, target: edit.messageId };
    case 'toolResult':
      return { type: edit.type, target: edit.callId };
    case 'answer':
    case 'input':
      return { type: edit.type, target: edit.stepPath };
  }
}
