// SPDX-License-Identifier: Apache-2.0
// Everything that touches the machine. Knows nothing of models: give what it reads to `src/model`.
export { isSealed, seal, unseal } from './archive/seal.ts';
export { type ArchiveEntry, ArchiveError, readTar, writeTar } from './archive/tar.ts';
export { askThisMachine } from './ask-this-machine.ts';
export { callHttp, isPublicAddress } from './call-http.ts';
export { collectWhenIdle } from './collect-when-idle.ts';
export { examineDay } from './eventlog/cold/examine.ts';
export { openSqliteEventLog } from './eventlog/sqlite/index.ts';
export { lookAtEventLog } from './eventlog/sqlite/look.ts';
export { storedEvents } from './eventlog/stored.ts';
export { openTieredEventLog, type TieredLog } from './eventlog/tiered.ts';
export {
  listFolder,
  packIds,
  packReader,
  readFileBounded,
  readFolder,
  readUnpacked,
  shelfReader,
} from './files.ts';
export { readGitNotes, writeGitNote } from './git/notes.ts';
export { type Git, GitError, gitIn } from './git/run-git.ts';
export { readHeads } from './heads.ts';
export { HttpRefusal, mediaType } from './ingest/body.ts';
export { type HttpListener, type HttpSource, listenHttp } from './ingest/http.ts';
export { listenMqtt } from './ingest/mqtt.ts';
export { listenSyslog } from './ingest/syslog/listen.ts';
export { runTail } from './ingest/tail/run.ts';
export { createTail, tailMark } from './ingest/tail/tail.ts';
export { openLinearSolver } from './linear-solver.ts';
export { openMailer } from './mail/smtp.ts';
export { fetchText } from './page/fetch-text.ts';
export { findBrowser } from './page/find-browser.ts';
export { walkPage } from './page/walk.ts';
export { openPassageSampler } from './passage-threads.ts';
export { pauseFor, systemRunClock } from './playbook/run-clock.ts';
export { runProgram } from './playbook/run-program.ts';
export { readKeyFiles, writeKeyFile } from './store/key-files.ts';
export { isSqliteFile, openSqliteFiles, type SqliteFiles } from './store/sqlite/copy.ts';
export { openEvidenceStore } from './store/sqlite/evidence.ts';
export { type Change, type ItemStore, openItemStore } from './store/sqlite/items.ts';
export { lookAtEvidence, lookAtItems } from './store/sqlite/look.ts';
export { openLrsStore } from './store/sqlite/lrs.ts';
export { openSharedStore } from './store/sqlite/shared-objects.ts';
export { readChunks } from './stream.ts';
export { syncFolder, writeWhole } from './write-file.ts';
