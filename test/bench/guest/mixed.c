/* Work like that of ordinary programs, for comparing emulators: no library, no floating point. */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;

static u32 table[256];
static u32 numbers[1024];
static u32 a[24][24], b[24][24], c[24][24];
static struct node { struct node *next; u32 key, value; } nodes[512], *buckets[128];

static u32 seed = 1;
static u32 next(void) { return seed = seed * 1664525u + 1013904223u; }

static void make_table(void) {
  for (u32 n = 0; n < 256; n++) {
    u32 rest = n;
    for (int bit = 0; bit < 8; bit++) rest = rest & 1 ? rest >> 1 ^ 0xedb88320u : rest >> 1;
    table[n] = rest;
  }
}

static u32 checksum(const u8 *from, u32 length) {
  u32 sum = ~0u;
  while (length--) sum = sum >> 8 ^ table[(sum ^ *from++) & 0xff];
  return ~sum;
}

static void sort(u32 *from, long low, long high) {
  while (low < high) {
    u32 pivot = from[(low + high) / 2];
    long i = low, j = high;
    while (i <= j) {
      while (from[i] < pivot) i++;
      while (from[j] > pivot) j--;
      if (i <= j) {
        u32 other = from[i];
        from[i++] = from[j];
        from[j--] = other;
      }
    }
    sort(from, low, j);
    low = i;
  }
}

static u32 look_up(u32 key) {
  for (struct node *node = buckets[key % 128]; node; node = node->next)
    if (node->key == key) return ++node->value;
  return 0;
}

static void fill_lists(void) {
  for (int n = 0; n < 128; n++) buckets[n] = 0;
  for (int n = 0; n < 512; n++) {
    nodes[n].key = n * 7;
    nodes[n].next = buckets[nodes[n].key % 128];
    buckets[nodes[n].key % 128] = &nodes[n];
  }
}

static u32 multiply(void) {
  for (int i = 0; i < 24; i++)
    for (int j = 0; j < 24; j++) {
      u32 sum = 0;
      for (int k = 0; k < 24; k++) sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
  return c[7][5];
}

static u32 words(const u8 *text, u32 length) {
  enum { between, inside, number } state = between;
  u32 count = 0;
  for (u32 at = 0; at < length; at++) {
    u8 each = text[at] & 0x7f;
    switch (state) {
      case between:
        if (each >= 'A') state = inside, count++;
        else if (each >= '0' && each <= '9') state = number, count += 2;
        break;
      case inside:
        if (each < '0') state = between;
        break;
      case number:
        if (each < '0' || each > '9') state = each >= 'A' ? inside : between;
        break;
    }
  }
  return count;
}

/* A machine in the machine: counts down, adding up. */
static u32 interpret(u32 turns) {
  static const u8 program[] = {1, 0, 2, 3, 1, 4, 0};
  u32 accumulator = 0, counter = turns, at = 0;
  for (;;) {
    switch (program[at++]) {
      case 0: return accumulator;
      case 1: at++; break;
      case 2: accumulator += counter * 3; break;
      case 3: counter -= program[at++]; break;
      case 4: if (counter) at = 2; break;
    }
  }
}

static u32 mix(u32 h, const u32 *from, u32 count) {
  u32 d = h, e = ~h;
  for (u32 n = 0; n < count; n++) {
    u32 f = (d & e) ^ (~d & from[n]);
    h += f + (d >> 6 | d << 26) + from[n];
    e = d;
    d = h ^ (e >> 11 | e << 21);
  }
  return h ^ d ^ e;
}

u32 work(u32 turns) {
  u32 result = 0;
  make_table();
  fill_lists();
  for (u32 turn = 0; turn < turns; turn++) {
    for (int n = 0; n < 1024; n++) numbers[n] = next();
    for (int i = 0; i < 24; i++)
      for (int j = 0; j < 24; j++) a[i][j] = next() >> 16, b[i][j] = next() >> 16;
    result ^= checksum((const u8 *)numbers, sizeof numbers);
    result += words((const u8 *)numbers, sizeof numbers);
    result = mix(result, numbers, 1024);
    sort(numbers, 0, 1023);
    for (int n = 0; n < 2000; n++) result += look_up(next() % 4000);
    result ^= multiply();
    result += interpret(1000);
  }
  return result;
}
