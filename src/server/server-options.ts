// SPDX-License-Identifier: Apache-2.0
// What a server is started with.
import type { Problem } from '../core/problem.ts';
import type { Pack, ReportFormSource } from '../model/index.ts';
import type { Traffic } from '../traffic/index.ts';
import type { SettledVerdict } from './analysis/verdict.ts';
import type { MailRoute } from './campaign/mailing.ts';
import type { PlayFile } from './campaign/pages.ts';
import type { AccessSettings } from './config/access-file.ts';
import type { Source } from './config/sources.ts';
import type { News } from './detect/detection.ts';
import type { Recipe } from './detect/recipe.ts';
import type { Round } from './rounds/round.ts';
import type { Keeping } from './watch.ts';

export interface ServerOptions {
  /** Folder of the logs; made when it is not there. */
  readonly data: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A proxy in front speaks TLS and says who calls. */
  readonly behindProxy: boolean;
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array };
  readonly sources: readonly Source[];
  /** What messages mean. */
  readonly pack: Pack;
  /** What is watched for. */
  readonly recipe: Recipe;
  /** Whoever shows it as a bearer token reads all and changes nothing. */
  readonly readerToken?: string;
  /** By which address people come, and who else says who they are. */
  readonly access?: AccessSettings;
  /** Give a link that makes an owner although there is one: for those who lost their password. */
  readonly newOwner: boolean;
  /** Made-up events are sent in, and everything says that it is a demo. */
  readonly demo?: Traffic;
  /** Strangers may hand in what they got, by this form of the pack. */
  readonly reports?: ReportFormSource;
  /** Makes the games for everybody, by path below `/play`; their texts are not kept beside what is sent. */
  readonly play?: () => ReadonlyMap<string, PlayFile> | undefined;
  /** How mail of campaigns goes out. */
  readonly mail?: MailRoute;
  /** What is done on schedule. */
  readonly rounds?: () => readonly Round[];
  /** Folder of the built console. */
  readonly console?: string;
  /** The file of the model of the recipe, where it is edited. */
  readonly modelPath?: string;
  /** Version of the program. */
  readonly version: string;
  /** How long events are kept, and how long in the database. */
  readonly keep: Keeping;
  /** Days that alerts and changes of incidents are kept. */
  readonly foundDays: number;
  /** Read the dead letters again before listening. */
  readonly replay: boolean;
  readonly now: () => number;
  readonly onNews: (news: News) => void;
  /** Told each time the model was analysed, or could not be. */
  readonly onVerdict: (state: SettledVerdict) => void;
  /** Rules that were refused and left out. */
  readonly onProblems: (problems: readonly Problem[]) => void;
  /** In one sentence: what the operator should know. */
  readonly onNotice: (text: string) => void;
}
