import type { Artifact } from '../entities';

/** The files that tools keep. Part of the execution store and under its rules. */
export interface ArtifactStore {
  /**
   * Keeps a file under its name, put-if-absent. `taken`: another call has the name; `full`: the execution would have
   * more files or bytes than `LIMIT` says; `ended`: it has its terminal event. The same call writing the name again
   * gets what stands.
   */
  putArtifact(organizationId: string, executionId: string, artifact: NewArtifact): Promise<Artifact | 'taken' | 'full' | 'ended'>;
  getArtifact(organizationId: string, executionId: string, name: string): Promise<{ artifact: Artifact; bytes: Uint8Array } | null>;
  /** By name, all (there are at most `LIMIT.artifacts`); none when the execution is unknown. */
  listArtifacts(organizationId: string, executionId: string): Promise<Artifact[]>;
}

/** `name` is a safe one; who calls has checked it. */
export interface NewArtifact {
  name: string;
  bytes: Uint8Array;
  mediaType: string;
  callId: string;
}
