const words = (
  'the of to and a in is it you that he was for on are with as I his they be at one have this from or had by hot but some what there ' +
  'we can out other were all your when up use word how said an each she which do their time if will way about many then them would ' +
  'write like so these her long make thing see him two has look more day could go come did my sound no most number who over know ' +
  'water than call first people may down side been now find any new work part take get place made live where after back little only ' +
  'round man year came show every good me give our under name very through just form much great think say help low line before turn ' +
  'cause same mean differ move right boy old too does tell sentence set three want air well also play small end put home read hand ' +
  'port large spell add even land here must big high such follow act why ask men change went light kind off need house picture try ' +
  'us again animal point mother world near build self earth father head stand own page should country found answer school grow study ' +
  'still learn plant cover food sun four thought let keep eye never last door between city tree cross since hard start might story'
).split(' ')

/** A stream of numbers below 2^32 that is the same in every run (Numerical Recipes' linear congruential generator). */
const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
}

/** About `length` bytes of mail: headers, prose, and now and then a block of base64. */
export const mailText = (length: number): Buffer => {
  const next = numbersFrom(20_260_101)
  const pick = (): string => words[(next() >>> 8) % words.length] ?? ''
  const line = (count: number): string => Array.from({ length: count }, pick).join(' ')
  const parts: string[] = []
  let size = 0
  for (let message = 1; size < length; message += 1) {
    const sender = `${pick()}.${pick()}@${pick()}.example.org`
    const head = [
      `Received: from ${pick()}.example.org ([192.0.2.${next() % 256}]) by mail.example.org (Postfix) with ESMTPS id ${next().toString(36)}`,
      `Message-ID: <${next().toString(16)}.${next().toString(16)}@example.org>`,
      `From: ${sender}`,
      `To: bob@example.org`,
      `Subject: ${line(5)}`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
    ]
    const body = Array.from({ length: 30 }, () => line(12))
    const attachment = message % 8 === 0 ? Array.from({ length: 8 }, () => base64Line(next)) : []
    const text = [...head, ...body, ...attachment, ''].join('\r\n')
    parts.push(text)
    size += text.length
  }
  return Buffer.from(parts.join(''))
}

const base64Line = (next: () => number): string => Buffer.from(Array.from({ length: 54 }, () => next() >>> 24)).toString('base64')
