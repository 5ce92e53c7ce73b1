/* The frame in which the table saves the interrupted context: 34 doublewords, 272 bytes.
 *
 *   sp +   0   x0, x1        sp + 240   x30, sp_el0
 *   sp +  16   x2, x3        sp + 256   elr_el2, spsr_el2
 *   ...                      sp + 272   (vcpu: the host's stack pointer)
 *   sp + 224   x28, x29
 */
#define FRAME_BYTES      (34 * 8)
#define FRAME_X(n)       ((n) * 8)
#define FRAME_ELR        (32 * 8)
#define VCPU_HOST_SP     FRAME_BYTES

/* What HVC asks for. */
#define HVC_PRINT        0      /* x0: address of a string */
#define HVC_EXIT         1      /* x0: exit code */

/* Exception classes, ESR_EL2[31:26]. */
#define EC_HVC64         0x16
#define EC_DATA_ABORT    0x24   /* from a lower exception level */
