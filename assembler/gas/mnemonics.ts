/** Mnemonics of A64 that GNU as knows, so that one without a row yet is unknown rather than wrong. */

const names = `
abs adc adcs add addg addp adds addv adr adrp aesd aese aesimc aesmc and ands asr asrv at autda autdza autdb
autdzb autia autia1716 autiasp autiaz autiza autib autib1716 autibsp autibz autizb axflag b bcax bfc bfcvt
bfcvtn bfdot bfi bfm bfmlalb bfmlalt bfmmla bfxil bic bics bif bit bl blr blraa blraaz blrab blrabz br braa
braaz brab brabz brk bsl bti cas casa casal casab casalb casb caslb casah casalh cash caslh casl casp caspa
caspal caspl cbnz cbz ccmn ccmp cfinv cfp cinc cinv clrbhb clearbhb clrex cls clz cmeq cmge cmgt cmhi cmhs
cmle cmlt cmn cmp cmpp cmtst cneg cnt cpp cosp crc32b crc32h crc32w crc32x crc32cb crc32ch crc32cw crc32cx
csdb csel cset csetm csinc csinv csneg ctz dc dcps1 dcps2 dcps3 dgh dmb drps dsb dup dvp eon eor eor3 eret
eretaa eretab esb ext extr fabd fabs facge facgt fadd faddp fcadd fccmp fccmpe fcmeq fcmge fcmgt fcmla fcmle
fcmlt fcmp fcmpe fcsel fcvt fcvtas fcvtau fcvtl fcvtl2 fcvtms fcvtmu fcvtn fcvtn2 fcvtns fcvtnu fcvtps
fcvtpu fcvtxn fcvtxn2 fcvtzs fcvtzu fdiv fjcvtzs fmadd fmax fmaxnm fmaxnmp fmaxnmv fmaxp fmaxv fmin fminnm
fminnmp fminnmv fminp fminv fmla fmlal fmlal2 fmls fmlsl fmlsl2 fmov fmsub fmul fmulx fneg fnmadd fnmsub
fnmul frecpe frecps frecpx frint32x frint32z frint64x frint64z frinta frinti frintm frintn frintp frintx
frintz frsqrte frsqrts fsqrt fsub gmi hint hlt hvc ic ins irg isb ld1 ld1r ld2 ld2r ld3 ld3r ld4 ld4r ld64b
ldadd ldadda ldaddal ldaddl ldaddb ldaddab ldaddalb ldaddlb ldaddh ldaddah ldaddalh ldaddlh ldapr ldaprb
ldaprh ldapur ldapurb ldapurh ldapursb ldapursh ldapursw ldar ldarb ldarh ldaxp ldaxr ldaxrb ldaxrh ldclr
ldclra ldclral ldclrl ldclrb ldclrab ldclralb ldclrlb ldclrh ldclrah ldclralh ldclrlh ldeor ldeora ldeoral
ldeorl ldeorb ldeorab ldeoralb ldeorlb ldeorh ldeorah ldeoralh ldeorlh ldg ldgm ldlar ldlarb ldlarh ldnp ldp
ldpsw ldr ldraa ldrab ldrb ldrh ldrsb ldrsh ldrsw ldset ldseta ldsetal ldsetl ldsetb ldsetab ldsetalb
ldsetlb ldseth ldsetah ldsetalh ldsetlh ldsmax ldsmaxa ldsmaxal ldsmaxl ldsmaxb ldsmaxh ldsmin ldsmina
ldsminal ldsminl ldsminb ldsminh ldtr ldtrb ldtrh ldtrsb ldtrsh ldtrsw ldumax ldumaxa ldumaxal ldumaxl
ldumaxb ldumaxh ldumin ldumina lduminal lduminl lduminb lduminh ldur ldurb ldurh ldursb ldursh ldursw ldxp
ldxr ldxrb ldxrh lsl lslv lsr lsrv madd mla mls mneg mov movi movk movn movz mrs msr msub mul mvn mvni neg
negs ngc ngcs nop not orn orr pacda pacdza pacdb pacdzb pacga pacia pacia1716 paciasp paciaz paciza pacib
pacib1716 pacibsp pacibz pacizb pmul pmull pmull2 prfm prfum psb pssbb raddhn raddhn2 rax1 rbit ret retaa
retab rev rev16 rev32 rev64 rmif ror rorv rshrn rshrn2 rsubhn rsubhn2 saba sabal sabal2 sabd sabdl sabdl2
sadalp saddl saddl2 saddlp saddlv saddw saddw2 sb sbc sbcs sbfiz sbfm sbfx scvtf sdiv sdot setf16 setf8 sev
sevl sha1c sha1h sha1m sha1p sha1su0 sha1su1 sha256h sha256h2 sha256su0 sha256su1 sha512h sha512h2 sha512su0
sha512su1 shadd shl shll shll2 shrn shrn2 shsub sli sm3partw1 sm3partw2 sm3ss1 sm3tt1a sm3tt1b sm3tt2a
sm3tt2b sm4e sm4ekey smaddl smax smaxp smaxv smc smin sminp sminv smlal smlal2 smlsl smlsl2 smmla smnegl
smov smsub smsubl smulh smull smull2 smstart smstop sqabs sqadd sqdmlal sqdmlal2 sqdmlsl sqdmlsl2 sqdmulh
sqdmull sqdmull2 sqneg sqrdmlah sqrdmlsh sqrdmulh sqrshl sqrshrn sqrshrn2 sqrshrun sqrshrun2 sqshl sqshlu
sqshrn sqshrn2 sqshrun sqshrun2 sqsub sqxtn sqxtn2 sqxtun sqxtun2 srhadd sri srshl srshr srsra sshl sshll
sshll2 sshr ssra ssubl ssubl2 ssubw ssubw2 st1 st2 st2g st3 st4 st64b st64bv st64bv0 stadd staddl staddb
staddlb staddh staddlh stclr stclrl stclrb stclrlb stclrh stclrlh steor steorl steorb steorlb steorh steorlh
stg stgm stgp stllr stllrb stllrh stlr stlrb stlrh stlur stlurb stlurh stlxp stlxr stlxrb stlxrh stnp stp
str strb strh stset stsetl stsetb stsetlb stseth stsetlh stsmax stsmaxl stsmin stsminl sttr sttrb sttrh
stumax stumaxl stumin stuminl stur sturb sturh stxp stxr stxrb stxrh stz2g stzg stzgm sub subg subhn subhn2
subp subps subs sudot suqadd svc swp swpa swpal swpl swpb swpab swpalb swplb swph swpah swpalh swplh sxtb
sxth sxtl sxtl2 sxtw sys sysl tbl tbnz tbx tbz tcancel tcommit tlbi trn1 trn2 tsb tst tstart ttest uaba
uabal uabal2 uabd uabdl uabdl2 uadalp uaddl uaddl2 uaddlp uaddlv uaddw uaddw2 ubfiz ubfm ubfx ucvtf udf udiv
udot uhadd uhsub umaddl umax umaxp umaxv umin uminp uminv umlal umlal2 umlsl umlsl2 ummla umnegl umov umsubl
umulh umull umull2 uqadd uqrshl uqrshrn uqrshrn2 uqshl uqshrn uqshrn2 uqsub uqxtn uqxtn2 urecpe urhadd urshl
urshr ursqrte ursra usdot ushl ushll ushll2 ushr usmmla usqadd usra usubl usubl2 usubw usubw2 uxtb uxth uxtl
uxtl2 uxtw uzp1 uzp2 wfe wfet wfi wfit xaflag xar xpacd xpaci xpaclri xtn xtn2 yield zip1 zip2
addvl addpl rdvl rdffr setffr wrffr ptrue ptrues pfalse pnext pfirst ptest whilelo whilelt whilele whilels
whilege whilegt whilehi whilehs cntb cnth cntw cntd cntp incb inch incw incd decb dech decw decd index movprfx
sel compact splice lasta lastb clasta clastb ld1b ld1h ld1w ld1d ld1sb ld1sh ld1sw ld1rb ld1rh ld1rw ld1rd
ldff1b ldff1h ldff1w ldff1d ldnf1b ldnf1h ldnf1w ldnf1d ldnt1b ldnt1h ldnt1w ldnt1d st1b st1h st1w st1d
stnt1b stnt1h stnt1w stnt1d prfb prfh prfw prfd rdsvl zero mova
`;

const later: ReadonlySet<string> = new Set(names.trim().split(/\s+/));

const conditions = /^b\.(eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le|al|nv)$/;

/** Whether A64 has an instruction of this name (lower case). */
export const isLaterMnemonic = (name: string): boolean => later.has(name) || conditions.test(name);
