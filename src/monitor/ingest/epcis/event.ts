// SPDX-License-Identifier: Apache-2.0
// The five kinds of events of EPCIS 2.0 (§7.4) and what each must hold.
import type { EventRecord } from '../../sigma/match/record.ts';
import { isObject } from '../json.ts';
import {
  type Check,
  type Fault,
  flag,
  listOf,
  matching,
  number,
  objectOf,
  oneOf,
  text,
  time,
  uri,
  word,
} from './check.ts';
import { BUSINESS_STEPS, DISPOSITIONS, ERROR_REASONS, PARTY_TYPES, TRANSACTION_TYPES } from './vocabulary.ts';

const anything: Check = () => [];
const place = objectOf({ id: uri }, ['id']);
const quantity = objectOf(
  { epcClass: uri, quantity: number, uom: matching(/^[A-Z0-9]{2,3}$/, 'a unit of UN/CEFACT Rec. 20') },
  ['epcClass'],
);
const party = (side: string): Check =>
  listOf(objectOf({ type: word(PARTY_TYPES, 'a party type'), [side]: uri }, ['type', side]));
const disposition = word(DISPOSITIONS, 'a disposition');

const reportNumbers = ['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue'];
const reportUris = [
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'bizRules',
  'microorganism',
  'chemicalSubstance',
  'uriValue',
  'coordinateReferenceSystem',
];
const each = (names: readonly string[], check: Check) =>
  Object.fromEntries(names.map((name) => [name, check]));

/** §7.3.7: what a sensor reports, and about which device and time. */
const sensorReport: Check = (value, at) => [
  ...objectOf({
    ...each(reportNumbers, number),
    ...each(reportUris, uri),
    type: matching(/^\S{1,200}$/, 'a measurement type'),
    exception: matching(/^\S{1,200}$/, 'an alert type'),
    time,
    component: text,
    stringValue: text,
    booleanValue: flag,
    hexBinaryValue: matching(/^[A-Fa-f0-9]+$/, 'hex digits'),
    uom: text,
  })(value, at),
  ...(isObject(value) && value['type'] === undefined && value['exception'] === undefined
    ? [{ at, expected: 'a field `type` or `exception`' }]
    : []),
];
const sensorMetadata = objectOf({
  ...each(['time', 'startTime', 'endTime'], time),
  ...each(['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules'], uri),
});
const sensorElement = objectOf({ sensorMetadata, sensorReport: listOf(sensorReport) }, ['sensorReport']);

const errorDeclaration = objectOf(
  {
    declarationTime: time,
    reason: word(ERROR_REASONS, 'an error reason'),
    correctiveEventIDs: listOf(uri),
  },
  ['declarationTime'],
);

/** Fields of every kind (§7.4.1) and the dimensions that all but none share. */
const shared: Readonly<Record<string, Check>> = {
  '@context': anything,
  type: text,
  eventID: uri,
  eventTime: time,
  recordTime: time,
  eventTimeZoneOffset: matching(/^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/, 'an offset like +02:00'),
  certificationInfo: (value, at) => (Array.isArray(value) ? listOf(uri)(value, at) : uri(value, at)),
  errorDeclaration,
  bizStep: word(BUSINESS_STEPS, 'a business step'),
  disposition,
  persistentDisposition: objectOf({ set: listOf(disposition), unset: listOf(disposition) }),
  readPoint: place,
  bizLocation: place,
  bizTransactionList: listOf(
    objectOf({ type: word(TRANSACTION_TYPES, 'a transaction type'), bizTransaction: uri }, [
      'bizTransaction',
    ]),
  ),
  sourceList: party('source'),
  destinationList: party('destination'),
  sensorElementList: listOf(sensorElement),
};

const action = oneOf('OBSERVE', 'ADD', 'DELETE');
const epcs = listOf(uri);
const quantities = listOf(quantity);
/** Master data of instances or lots: every name is qualified. */
const ilmd = objectOf({});
const children = { parentID: uri, childEPCs: epcs, childQuantityList: quantities, action };

interface Kind {
  readonly fields: Readonly<Record<string, Check>>;
  readonly required: readonly string[];
  /** At least one of each group must be there and not empty. */
  readonly content: (event: EventRecord) => readonly (readonly string[])[];
}

const inDelete = ({ action: does }: EventRecord): boolean => does === 'DELETE';

const KINDS: Readonly<Record<string, Kind>> = {
  ObjectEvent: {
    fields: { epcList: epcs, quantityList: quantities, action, ilmd },
    required: ['action'],
    content: () => [['epcList', 'quantityList', 'sensorElementList']],
  },
  AggregationEvent: {
    fields: children,
    required: ['action'],
    content: (event) => (inDelete(event) ? [] : [['childEPCs', 'childQuantityList', 'sensorElementList']]),
  },
  AssociationEvent: {
    fields: children,
    required: ['action', 'parentID'],
    content: (event) => (inDelete(event) ? [] : [['childEPCs', 'childQuantityList', 'sensorElementList']]),
  },
  TransactionEvent: {
    fields: { parentID: uri, epcList: epcs, quantityList: quantities, action },
    required: ['action', 'bizTransactionList'],
    content: () => [],
  },
  TransformationEvent: {
    fields: {
      inputEPCList: epcs,
      inputQuantityList: quantities,
      outputEPCList: epcs,
      outputQuantityList: quantities,
      transformationID: uri,
      ilmd,
    },
    required: [],
    content: (event) => {
      const [inputs, outputs] = [
        ['inputEPCList', 'inputQuantityList'],
        ['outputEPCList', 'outputQuantityList'],
      ] as const;
      return event['transformationID'] === undefined ? [inputs, outputs] : [[...inputs, ...outputs]];
    },
  },
};

const CHECKS: Readonly<Record<string, Check>> = Object.fromEntries(
  Object.entries(KINDS).map(([name, { fields, required }]) => [
    name,
    objectOf({ ...shared, ...fields }, ['eventTime', 'eventTimeZoneOffset', ...required]),
  ]),
);

/** What is wrong with an event; nothing when it conforms. Kinds of others (a URI or CURIE) need the common fields only. */
export function eventFaults(event: unknown): readonly Fault[] {
  if (!isObject(event)) return [{ at: '', expected: 'an object' }];
  const type = event['type'];
  if (typeof type !== 'string') return [{ at: '', expected: 'a field `type`' }];
  if (type.includes(':'))
    return ['eventTime', 'eventTimeZoneOffset'].flatMap((name) =>
      Object.hasOwn(event, name)
        ? (shared[name] as Check)(event[name], `/${name}`)
        : [{ at: '', expected: `a field \`${name}\`` }],
    );
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined;
  if (check === undefined) return [{ at: '/type', expected: Object.keys(KINDS).join(', ') }];
  return [...check(event, ''), ...missingContent(event, (KINDS[type] as Kind).content(event))];
}

function missingContent(event: EventRecord, groups: readonly (readonly string[])[]): readonly Fault[] {
  const filled = (name: string): boolean =>
    Array.isArray(event[name]) && ((event[name] as unknown[]).length > 0 || name === 'epcList');
  return groups
    .filter((group) => !group.some(filled))
    .map((group) => ({
      at: '',
      expected: `${group.map((name) => `\`${name}\``).join(' or ')} that is not empty`,
    }));
}
