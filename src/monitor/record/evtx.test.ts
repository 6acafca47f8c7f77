// SPDX-License-Identifier: Apache-2.0
// One Windows event, as the converters of the world write it, is one record.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flattenWindowsEvent } from './evtx.ts';

const SYSTEM = { EventID: 4688, Channel: 'Security', Computer: 'pc' };
const EXPECTED = {
  EventID: 4688,
  Channel: 'Security',
  Computer: 'pc',
  Provider_Name: 'Auditing',
  NewProcessName: 'C:\\a.exe',
  CommandLine: '',
};

describe('a Windows event', () => {
  test.each([
    [
      'evtx',
      {
        Event: {
          '#attributes': { xmlns: 'x' },
          System: { ...SYSTEM, Provider: { '#attributes': { Name: 'Auditing' } } },
          EventData: { NewProcessName: 'C:\\a.exe', CommandLine: '' },
        },
      },
    ],
    [
      'evtx with attributes apart',
      {
        Event: {
          System: { ...SYSTEM, Provider: null, Provider_attributes: { Name: 'Auditing' } },
          EventData: { NewProcessName: 'C:\\a.exe', CommandLine: '' },
        },
      },
    ],
    [
      'xmltodict',
      {
        Event: {
          '@xmlns': 'x',
          System: {
            ...SYSTEM,
            EventID: { '@Qualifiers': '', '#text': 4688 },
            Provider: { '@Name': 'Auditing' },
          },
          EventData: {
            Data: [{ '@Name': 'NewProcessName', '#text': 'C:\\a.exe' }, { '@Name': 'CommandLine' }],
          },
        },
      },
    ],
    [
      'fast-xml-parser',
      {
        Event: {
          System: { ...SYSTEM, Provider: { '@_Name': 'Auditing' } },
          EventData: {
            Data: [
              { '@_Name': 'NewProcessName', '#text': 'C:\\a.exe' },
              { '@_Name': 'CommandLine', '#text': '' },
            ],
          },
        },
      },
    ],
    [
      'xml2js',
      {
        Event: {
          $: { xmlns: 'x' },
          System: [
            {
              EventID: [{ _: 4688, $: { Qualifiers: '' } }],
              Channel: ['Security'],
              Computer: ['pc'],
              Provider: [{ $: { Name: 'Auditing' } }],
            },
          ],
          EventData: [
            { Data: [{ _: 'C:\\a.exe', $: { Name: 'NewProcessName' } }, { $: { Name: 'CommandLine' } }] },
          ],
        },
      },
    ],
    [
      'names and values, and no `Event` around',
      {
        System: { ...SYSTEM, EventID: { Value: 4688 }, Provider: { Name: 'Auditing' } },
        EventData: {
          Data: [
            { Name: 'NewProcessName', Value: 'C:\\a.exe' },
            { Name: 'CommandLine', Value: '' },
          ],
        },
      },
    ],
    [
      'a list as the body',
      {
        Event: {
          System: { ...SYSTEM, Provider: { Name: 'Auditing' } },
          EventData: [
            { Name: 'NewProcessName', content: 'C:\\a.exe' },
            { Name: 'CommandLine', content: '' },
          ],
        },
      },
    ],
  ])('is read from %s', (_, event) => {
    expect(flattenWindowsEvent(event as Record<string, unknown>).record).toMatchObject(EXPECTED);
  });

  test.each([
    [{ EventData: { Data: 'one' } }, { Data: 'one' }],
    [{ EventData: { Data: ['one', 'two'] } }, { Data: ['one', 'two'] }],
    [{ EventData: { Data: { '#text': ['one', 'two'] } } }, { Data: ['one', 'two'] }],
    [{ EventData: 'one' }, { Data: 'one' }],
    [{ EventData: { Data: [{ '@Name': 'Threat Name', '#text': 'x' }] } }, { ThreatName: 'x' }],
    [{ EventData: { 'New Value': 'x' } }, { NewValue: 'x' }],
    [{ EventData: { ParentImage: null } }, { ParentImage: null }],
    [{ UserData: { LogFile: { '#attributes': { xmlns: 'x' }, User: 'anna' } } }, { User: 'anna' }],
    [{ UserData: { Rule: { Value: 'x', Text: 'y' } } }, { Value: 'x', Text: 'y' }],
    [{ EventData: { EventID: 1, Level: 9 } }, { EventID: 104, Level: 9 }],
  ])('has the body %j as %j', (body, expected) => {
    const event = { Event: { System: { EventID: 104, Channel: 'System', Level: 4 }, ...body } };
    expect(flattenWindowsEvent(event).record).toMatchObject(expected);
  });

  test('tells of another channel than its own', () => {
    const event = {
      Event: { System: { Channel: 'System' }, UserData: { Cleared: { Channel: 'Security' } } },
    };
    expect(flattenWindowsEvent(event)).toEqual({ record: { Channel: 'Security' }, channel: 'System' });
  });

  test('is read from Winlogbeat', () => {
    const event = {
      '@timestamp': '2026-11-01T00:00:00Z',
      winlog: { channel: 'Security', event_id: 4688, event_data: { NewProcessName: 'C:\\a.exe' } },
    };
    expect(flattenWindowsEvent(event).record).toMatchObject({
      Channel: 'Security',
      EventID: 4688,
      NewProcessName: 'C:\\a.exe',
    });
  });

  test('may be anything, and other events stay as they are', () => {
    expect(flattenWindowsEvent({ System: { load: 1 } }).record).toEqual({ System: { load: 1 } });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 5 }), (System, EventData) => {
        const { record } = flattenWindowsEvent({ Event: { System, EventData } });
        expect(typeof record).toBe('object');
      }),
    );
  });

  test('is the same by the quick way and by the one that reads every converter', () => {
    const name = fc.constantFrom(
      ...[
        'EventID',
        'Channel',
        'Level',
        'Image',
        'User',
        'Provider_Name',
        'Data',
        'New Value',
        '@Name',
        'xmlns',
      ],
      ...['#attributes', 'Provider_attributes', '__proto__', 'Provider', 'Task'],
    );
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    const attributes = fc.record({ '#attributes': fc.dictionary(fc.constantFrom('Name', 'Guid'), scalar) });
    const body = fc.dictionary(name, scalar, { maxKeys: 8 });
    const system = fc.dictionary(name, fc.oneof(scalar, attributes), { maxKeys: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(system, body), { minLength: 1, maxLength: 5 }), (events) => {
        for (const [System, EventData] of events) {
          // As a parser gives it: a field of any name is an own one.
          const event = JSON.parse(JSON.stringify({ System, EventData })) as Record<string, unknown>;
          // Nothing is rendered, and what has that section goes the long way.
          const long = flattenWindowsEvent({ Event: { ...event, RenderingInfo: null } });
          const quick = flattenWindowsEvent({ Event: event });
          expect(quick).toEqual(long);
          expect(Object.keys(quick.record)).toEqual(Object.keys(long.record));
        }
      }),
      { numRuns: 500 },
    );
  });
});
