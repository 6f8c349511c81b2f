import { createBackup } from './backup/create-backup';
import { runCommand } from './backup/run-command';

/** `npm run backup -- <file>` (docs/backup.md). */
void runCommand('backup', async (folder, file) => {
  const { temporal } = await createBackup(folder, file);
  const holds = temporal
    ? "with Temporal's database: executions that have not ended go on after a restore"
    : "without Temporal's database: after a restore, executions that have not ended go on if Temporal still knows them, else they end as engine_lost";
  return `${file} holds ${folder.path}, ${holds}.`;
});
