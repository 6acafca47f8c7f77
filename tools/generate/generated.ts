// SPDX-License-Identifier: Apache-2.0
// Everything in the repository that a program writes.

import { commandReference } from './command-reference.ts';
import { detectionReference } from './detection-reference.ts';
import { ingestReference } from './ingest-reference.ts';
import { type Generated, jsonSchemas } from './json-schemas.ts';
import { openApiDocument } from './open-api.ts';
import { packReference } from './pack-reference.ts';
import { pathPictures } from './path-picture.ts';
import { pictures } from './picture.ts';
import { problemReference } from './problem-reference.ts';
import { answerSchemas } from './report-schema.ts';
import { sbom } from './sbom.ts';

/** @param root of the repository. */
export async function generatedFiles(root: string): Promise<readonly Generated[]> {
  return [
    ...jsonSchemas(),
    ...answerSchemas(),
    openApiDocument(),
    sbom(root),
    ...(await commandReference(root)),
    ...problemReference(),
    ...packReference(root),
    ...detectionReference(root),
    ...ingestReference(root),
    ...(await pictures(root)),
    ...(await pathPictures(root)),
  ];
}
