/** Subtitles of invented calls, with what players allow in them. */
export const srt = `1
00:00:00,000 --> 00:00:02,500
Agent: Thank you for
calling,

2
00:00:02,600 --> 00:00:05,000
<i>how can I help?</i>

3
00:00:05,500 --> 00:00:08,000
Customer: My order &amp; invoice.

4
00:00:12,000 --> 00:00:13,000
Hello?
`;

export const vtt = `WEBVTT - a call

NOTE
Nothing of this is said --> by nobody.

STYLE
::cue { color: red }

greeting
00:01.000 --> 00:03.000 align:start position:0%
<v.loud Alice Smith>Hello, <b>a</b> &lt; b.</v>

00:00:03.000 --> 00:00:04.500
<v Bob>Yes.

00:04.500 --> 00:05.000
<v Alice Smith>Good.</v>
`;
