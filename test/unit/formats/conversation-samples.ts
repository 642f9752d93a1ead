import { type Sample, clock, ms, side, since, turns } from './sample-call.ts';

/** Of services that hold or keep conversations. */
const HELD: Readonly<Record<string, Sample>> = {
  'AWS Transcribe Call Analytics': {
    roles: true,
    words: true,
    content: {
      JobStatus: 'COMPLETED',
      LanguageCode: 'en-US',
      Channel: 'VOICE',
      Transcript: turns(({ text, start, end, at, words: some }) => ({
        Id: `u${at}`,
        ParticipantRole: side(at, 'AGENT', 'CUSTOMER'),
        Content: text,
        BeginOffsetMillis: ms(start),
        EndOffsetMillis: ms(end),
        Sentiment: 'NEUTRAL',
        Items: some.map((word) => ({
          Type: 'pronunciation',
          Content: word.text,
          Confidence: '0.9',
          BeginOffsetMillis: ms(word.start),
          EndOffsetMillis: ms(word.end),
        })),
      })),
    },
  },
  'Amazon Connect Contact Lens': {
    roles: true,
    content: {
      Version: '1.1.0',
      Participants: [
        { ParticipantId: 'p1', ParticipantRole: 'AGENT' },
        { ParticipantId: 'p2', ParticipantRole: 'CUSTOMER' },
      ],
      Transcript: turns(({ text, start, end, at }) => ({
        ParticipantId: side(at, 'p1', 'p2'),
        Content: text,
        BeginOffsetMillis: ms(start),
        EndOffsetMillis: ms(end),
      })),
    },
  },
  'Contact Lens real-time': {
    roles: true,
    content: {
      Channel: 'VOICE',
      Segments: [
        { Categories: { MatchedCategories: [] } },
        ...turns(({ text, start, end, at }) => ({
          Transcript: {
            ParticipantRole: side(at, 'AGENT', 'CUSTOMER'),
            Content: text,
            BeginOffsetMillis: ms(start),
            EndOffsetMillis: ms(end),
          },
        })),
      ],
    },
  },
  'Twilio Voice Intelligence': {
    content: {
      sentences: turns(({ text, start, end, at }) => ({
        media_channel: at + 1,
        sentence_index: at,
        start_time: String(start),
        end_time: String(end),
        transcript: text,
        confidence: '0.9',
      })),
      meta: { key: 'sentences' },
    },
  },
  Vapi: {
    roles: true,
    content: {
      message: {
        type: 'end-of-call-report',
        artifact: {
          messages: [
            { role: 'system', message: 'You are a helpful assistant.', time: since, secondsFromStart: 0 },
            ...turns(({ text, start, end, at }) => ({
              role: side(at, 'bot', 'user'),
              message: text,
              time: since + ms(start),
              endTime: since + ms(end),
              secondsFromStart: start,
            })),
          ],
        },
      },
    },
  },
  Retell: {
    roles: true,
    words: true,
    content: {
      event: 'call_ended',
      call: {
        call_id: 'c1',
        transcript: 'Agent: Thank you for calling.\nUser: My invoice is wrong.\n',
        transcript_object: turns(({ text, at, words: some }) => ({
          role: side(at, 'agent', 'user'),
          content: text,
          words: some.map(({ text: word, start, end }) => ({ word, start, end })),
        })),
      },
    },
  },
  'ElevenLabs agent': {
    roles: true,
    times: 'whole seconds',
    content: {
      agent_id: 'a1',
      conversation_id: 'c1',
      status: 'done',
      transcript: turns(({ text, start, at }) => ({
        role: side(at, 'agent', 'user'),
        message: text,
        time_in_call_secs: Math.floor(start),
        tool_calls: [],
      })),
      metadata: { main_language: 'en' },
    },
  },
  Bland: {
    roles: true,
    times: 'starts',
    content: {
      call_id: 'c1',
      concatenated_transcript: 'assistant: Thank you for calling.',
      transcripts: turns(({ text, start, at }) => ({
        id: at,
        user: side(at, 'assistant', 'user'),
        text,
        created_at: new Date(since + ms(start)).toISOString(),
      })),
    },
  },
  'chat messages': {
    roles: true,
    times: 'none',
    content: [
      { role: 'system', content: 'You are a helpful assistant.' },
      { role: 'assistant', content: 'Thank you for calling.' },
      { role: 'user', content: [{ type: 'text', text: 'My invoice is wrong.' }] },
      { role: 'tool', content: '{"invoice": 12}' },
    ],
  },
  Gong: {
    content: {
      callTranscripts: [
        {
          callId: '7',
          transcript: turns(({ text, start, end, at }) => ({
            speakerId: `s${at}`,
            topic: 'Call',
            sentences: [{ start: ms(start), end: ms(end), text }],
          })),
        },
      ],
    },
  },
  Fireflies: {
    content: {
      data: {
        transcript: {
          title: 'Call',
          sentences: turns(({ text, start, end, at }) => ({
            index: at,
            speaker_name: side(at, 'Dana Hall', 'Gary Poe'),
            raw_text: text,
            text,
            start_time: start,
            end_time: end,
          })),
        },
      },
    },
  },
  'Genesys Cloud': {
    roles: true,
    content: {
      conversationId: 'c1',
      transcripts: [
        {
          language: 'en-us',
          phrases: turns(({ text, start, end, at }) => ({
            text,
            confidence: 0.9,
            startTimeMs: since + ms(start),
            duration: { milliseconds: ms(end - start) },
            participantPurpose: side(at, 'internal', 'external'),
          })),
        },
      ],
    },
  },
  'a vCon with an analysis': {
    content: {
      vcon: '0.0.2',
      uuid: '018e8c3c-0000-8000-8000-000000000000',
      parties: [{ name: 'Dana' }, { name: 'Gary' }],
      dialog: [{ type: 'recording', parties: [0, 1] }],
      analysis: [
        {
          type: 'transcript',
          vendor: 'example',
          encoding: 'json',
          body: JSON.stringify({
            segments: turns(({ text, start, end, at }) => ({
              start,
              end,
              text,
              speaker: side(at, 'Dana', 'Gary'),
            })),
          }),
        },
      ],
    },
  },
  'a vCon of texts': {
    times: 'starts',
    content: {
      vcon: '0.0.2',
      parties: [{ name: 'Dana' }, { tel: '+14155550100' }],
      dialog: turns(({ text, start, at }) => ({
        type: 'text',
        start: new Date(since + ms(start)).toISOString(),
        parties: at,
        body: text,
      })),
    },
  },
};

/** Lists, tables and captions. */
const WRITTEN: Readonly<Record<string, Sample>> = {
  'a list of turns': {
    content: turns(({ text, start, end, at }) => ({ speaker: side(at, 'Dana', 'Gary'), start, end, text })),
  },
  'a list of turns in milliseconds': {
    content: {
      turns: turns(({ text, start, end, at }) => ({
        speaker: side(at, 'Dana', 'Gary'),
        start: ms(start),
        end: ms(end),
        text,
      })),
    },
  },
  NDJSON: {
    content: turns(({ text, start, end, at }) =>
      JSON.stringify({ speaker: side(at, 'Dana', 'Gary'), start, end, text }),
    ).join('\n'),
  },
  CSV: {
    content: `Speaker,Start,End,Text\n${turns(({ text, start, end, at }) => `${side(at, 'Dana', 'Gary')},${start},${end},"${text}"`).join('\n')}\n`,
  },
  TSV: {
    content: `start\tend\tspeaker\ttext\n${turns(({ text, start, end, at }) => [clock(start), clock(end), side(at, 'Dana', 'Gary'), text].join('\t')).join('\n')}`,
  },
  TTML: {
    content: `<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="en">
  <head><metadata>
    <ttm:agent xml:id="a0" type="person"><ttm:name>Dana</ttm:name></ttm:agent>
    <ttm:agent xml:id="a1" type="person"><ttm:name>Gary</ttm:name></ttm:agent>
  </metadata></head>
  <body><div>${turns(({ text, start, end, at }) => `<p begin="${clock(start)}" end="${end}s" ttm:agent="a${at}">${text.replace(' ', '<br/>')}</p>`).join('\n')}</div></body>
</tt>`,
  },
  'SBV captions': {
    content: turns(
      ({ text, start, end, at }) =>
        `${clock(start).slice(1)},${clock(end).slice(1)}\n${side(at, 'Agent', 'Customer')}: ${text}`,
    ).join('\n\n'),
  },
  'Teams captions': {
    content: `WEBVTT\n\n${turns(({ text, start, end, at }) => `${at}-0\n${clock(start)} --> ${clock(end)}\n<v ${side(at, 'Dana Hall', 'Gary Poe')}>${text}</v>`).join('\n\n')}`,
  },
  'Zoom captions': {
    content: `WEBVTT\n\n${turns(({ text, start, end, at }) => `${at + 1}\n${clock(start)} --> ${clock(end)}\n${side(at, 'Hall, Dana', 'Poe, Gary (US)')}: ${text}`).join('\n\n')}`,
  },
};

export const CONVERSATIONS: Readonly<Record<string, Sample>> = { ...HELD, ...WRITTEN };
