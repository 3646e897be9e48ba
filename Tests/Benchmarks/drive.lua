-- Makes the requests of wrk and prints its figures. Arguments: "get" and a file of paths, or "post", a template and the first serial number.

local threads = 0

function setup(thread)
    thread:set("index", threads)
    threads = threads + 1
    thread:set("stride", tonumber(os.getenv("BENCH_THREADS") or "1"))
end

local function headers()
    local token = os.getenv("BENCH_TOKEN")
    local fields = { ["Accept"] = "application/json" }
    if token then fields["Authorization"] = "Bearer " .. token end
    return fields
end

-- Makes every request before the first is sent, so that the driver does little work during the measurement.
local function prepare_reading(file)
    local paths = {}
    for path in io.lines(file) do paths[#paths + 1] = path end
    if #paths == 1 then
        -- wrk then sends it without calling this script again.
        wrk.path, wrk.headers = paths[1], headers()
        wrk.headers["Host"] = wrk.host .. ":" .. wrk.port
        return
    end
    local requests = {}
    for number, path in ipairs(paths) do requests[number] = wrk.format("GET", path, headers()) end
    math.randomseed(20260630 + index)
    request = function() return requests[math.random(#requests)] end
end

-- All days of 1900 to 1999 as DDMMYY.
local function days_of_the_century()
    local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
    local days = {}
    for year = 0, 99 do
        for month = 1, 12 do
            local length = lengths[month]
            if month == 2 and year % 4 == 0 and year > 0 then length = 29 end
            for day = 1, length do days[#days + 1] = string.format("%02d%02d%02d", day, month, year) end
        end
    end
    return days
end

-- Each request registers a new person. Nobody has the numbers 900 to 999, and the synthetic county does not use the signs U to Y.
local function prepare_registering(template, first)
    local text = io.open(template, "rb"):read("*a")
    local before, after = text:match("^(.*)HETU_______(.*)$")
    local fields = headers()
    fields["Content-Type"] = "application/json"
    local whole = wrk.format("POST", "/v1/clients", fields, before .. "HETU_______" .. after)
    local head, tail = whole:match("^(.*)HETU_______(.*)$")
    local days, signs, checks = days_of_the_century(), "YXWVU", "0123456789ABCDEFHJKLMNPRSTUVWXY"
    local serial = tonumber(first) + index
    request = function()
        local number = 900 + serial % 100
        local rest = math.floor(serial / 100)
        local day = days[rest % #days + 1]
        local sign = math.floor(rest / #days) % 5 + 1
        local check = (tonumber(day) * 1000 + number) % 31 + 1
        serial = serial + stride
        return head .. day .. signs:sub(sign, sign) .. number .. checks:sub(check, check) .. tail
    end
end

function init(arguments)
    if arguments[1] == "get" then
        prepare_reading(arguments[2])
    else
        prepare_registering(arguments[2], arguments[3])
    end
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'RESULT {"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p90": %d, "p99": %d, "maximum": %d, '
            .. '"status": %d, "connect": %d, "read": %d, "write": %d, "timeout": %d}\n',
        summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(90), latency:percentile(99),
        latency.max, errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end
